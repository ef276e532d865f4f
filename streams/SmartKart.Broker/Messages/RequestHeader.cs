using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Stands before every request: what it is, and whose. The client's id is never written compactly, so that
/// a version unknown to the reader does not hide it.
/// Kafka's RequestHeader, versions 0 to 2, flexible from 2.
/// </summary>
internal sealed class RequestHeader : IMessage
{
    public short RequestApiKey;
    public short RequestApiVersion;
    public int CorrelationId;
    public string? ClientId = "";

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int16(ref RequestApiKey);
        codec.Int16(ref RequestApiVersion);
        codec.Int32(ref CorrelationId);
        codec.NullableString(ref ClientId, since: 1, compact: false);
    }
}
