using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Carries one step of a SASL exchange. Kafka's SaslAuthenticateRequest, versions 0 to 2, flexible from 2.</summary>
internal sealed class SaslAuthenticateRequest : IMessage
{
    public byte[] AuthBytes = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Bytes(ref AuthBytes);
    }
}
