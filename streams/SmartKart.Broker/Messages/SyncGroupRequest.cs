using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Asks for a member's assignment; the leader brings everyone's.
/// Kafka's SyncGroupRequest, versions 0 to 5, flexible from 4.
/// </summary>
internal sealed class SyncGroupRequest : IMessage
{
    public string GroupId = "";
    public int GenerationId;
    public string MemberId = "";
    public string? GroupInstanceId;
    public string? ProtocolType;
    public string? ProtocolName;
    public List<SyncGroupRequestAssignment> Assignments = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref GroupId);
        codec.Int32(ref GenerationId);
        codec.String(ref MemberId);
        codec.NullableString(ref GroupInstanceId, since: 3);
        codec.NullableString(ref ProtocolType, since: 5);
        codec.NullableString(ref ProtocolName, since: 5);
        codec.Array(ref Assignments);
    }

    internal sealed class SyncGroupRequestAssignment : IMessagePart
    {
        public string MemberId = "";
        public byte[] Assignment = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref MemberId);
            codec.Bytes(ref Assignment);
        }
    }
}
