using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says whether the mechanism is enabled, and which are. Kafka's SaslHandshakeResponse, versions 0 to 1.</summary>
internal sealed class SaslHandshakeResponse : IMessage
{
    public ErrorCode ErrorCode;
    public List<string> Mechanisms = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Error(ref ErrorCode);
        codec.Array(ref Mechanisms);
    }
}
