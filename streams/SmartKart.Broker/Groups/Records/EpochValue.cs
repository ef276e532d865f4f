using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Records;

/// <summary>
/// A consumer group's epoch, or the epoch its target assignment was computed for: Kafka's ConsumerGroupMetadataValue and
/// ConsumerGroupTargetAssignmentMetadataValue, version 0, which have one layout.
/// </summary>
internal sealed class EpochValue : IRecordValue
{
    public int Epoch;

    public short Version => 0;

    public short FlexibleSince => 0;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct => codec.Int32(ref Epoch);
}
