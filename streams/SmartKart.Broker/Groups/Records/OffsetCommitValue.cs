using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Records;

/// <summary>A committed offset. Kafka's OffsetCommitValue, versions 0 to 4.</summary>
internal sealed class OffsetCommitValue : IRecordValue
{
    public long Offset;
    public int LeaderEpoch = -1;
    public string Metadata = "";
    public long CommitTimestamp;
    public long ExpireTimestamp = -1;

    /// <summary>Only version 1 can say when an offset expires by its client's wish; only from 3 on is there a leader's epoch.</summary>
    public short Version => (short)(ExpireTimestamp >= 0 ? 1 : 3);

    public short FlexibleSince => 4;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int64(ref Offset);
        codec.Int32(ref LeaderEpoch, since: 3);
        codec.String(ref Metadata);
        codec.Int64(ref CommitTimestamp);
        codec.Int64(ref ExpireTimestamp, since: 1, until: 1);
    }
}
