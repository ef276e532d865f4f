using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Carries the broker's answer to it. Kafka's SaslAuthenticateResponse, versions 0 to 2, flexible from 2.</summary>
internal sealed class SaslAuthenticateResponse : IMessage
{
    public ErrorCode ErrorCode;
    public string? ErrorMessage = "";
    public byte[] AuthBytes = [];
    public long SessionLifetimeMs;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Error(ref ErrorCode);
        codec.NullableString(ref ErrorMessage);
        codec.Bytes(ref AuthBytes);
        codec.Int64(ref SessionLifetimeMs, since: 1);
    }
}
