using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Asks for a producer id and epoch, and ends what its predecessor left open.
/// Kafka's InitProducerIdRequest, versions 0 to 5, flexible from 2.
/// </summary>
internal sealed class InitProducerIdRequest : IMessage
{
    public string? TransactionalId = "";
    public int TransactionTimeoutMs;
    public long ProducerId = -1;
    public short ProducerEpoch = -1;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.NullableString(ref TransactionalId);
        codec.Int32(ref TransactionTimeoutMs);
        codec.Int64(ref ProducerId, since: 3);
        codec.Int16(ref ProducerEpoch, since: 3);
    }
}
