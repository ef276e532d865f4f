using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Chooses a SASL mechanism. Kafka's SaslHandshakeRequest, versions 0 to 1.</summary>
internal sealed class SaslHandshakeRequest : IMessage
{
    public string Mechanism = "";

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref Mechanism);
    }
}
