using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>Who a consumer is in its group at one moment: what a transaction checks offsets against. It may outlive the consumer.</summary>
public sealed class ConsumerGroupMetadata : IDisposable
{
    internal ConsumerGroupMetadata(GroupMetadataHandle handle) => Handle = handle;

    internal GroupMetadataHandle Handle { get; }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
