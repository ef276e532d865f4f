using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Stands before every response: which request it answers.
/// Kafka's ResponseHeader, versions 0 to 1, flexible from 1.
/// </summary>
internal sealed class ResponseHeader : IMessage
{
    public int CorrelationId;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref CorrelationId);
    }
}
