using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Names the coordinating broker. Kafka's FindCoordinatorResponse, versions 0 to 6, flexible from 3.</summary>
internal sealed class FindCoordinatorResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public string? ErrorMessage = "";
    public int NodeId;
    public string Host = "";
    public int Port;
    public List<Coordinator> Coordinators = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 1);
        codec.Error(ref ErrorCode, until: 3);
        codec.NullableString(ref ErrorMessage, since: 1, until: 3);
        codec.Int32(ref NodeId, until: 3);
        codec.String(ref Host, until: 3);
        codec.Int32(ref Port, until: 3);
        codec.Array(ref Coordinators, since: 4);
    }

    internal sealed class Coordinator : IMessagePart
    {
        public string Key = "";
        public int NodeId;
        public string Host = "";
        public int Port;
        public ErrorCode ErrorCode;
        public string? ErrorMessage = "";

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Key, since: 4);
            codec.Int32(ref NodeId, since: 4);
            codec.String(ref Host, since: 4);
            codec.Int32(ref Port, since: 4);
            codec.Error(ref ErrorCode, since: 4);
            codec.NullableString(ref ErrorMessage, since: 4);
        }
    }
}
