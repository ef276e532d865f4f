using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says that a member of a classic group is alive. Kafka's HeartbeatRequest, versions 0 to 4, flexible from 4.</summary>
internal sealed class HeartbeatRequest : IMessage
{
    public string GroupId = "";
    public int GenerationId;
    public string MemberId = "";
    public string? GroupInstanceId;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref GroupId);
        codec.Int32(ref GenerationId);
        codec.String(ref MemberId);
        codec.NullableString(ref GroupInstanceId, since: 3);
    }
}
