using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Asks for a group's committed offsets. Kafka's OffsetFetchRequest, versions 0 to 9, flexible from 6.</summary>
internal sealed class OffsetFetchRequest : IMessage
{
    public string GroupId = "";
    public List<OffsetFetchRequestTopic>? Topics = [];
    public List<OffsetFetchRequestGroup> Groups = [];
    public bool RequireStable;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref GroupId, until: 7);
        codec.NullableArray(ref Topics, until: 7, nullableSince: 2);
        codec.Array(ref Groups, since: 8);
        codec.Bool(ref RequireStable, since: 7);
    }

    internal sealed class OffsetFetchRequestTopic : IMessagePart
    {
        public string Name = "";
        public List<int> PartitionIndexes = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name, until: 7);
            codec.Array(ref PartitionIndexes, until: 7);
        }
    }

    internal sealed class OffsetFetchRequestGroup : IMessagePart
    {
        public string GroupId = "";
        public string? MemberId;
        public int MemberEpoch = -1;
        public List<OffsetFetchRequestTopics>? Topics = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref GroupId, since: 8);
            codec.NullableString(ref MemberId, since: 9);
            codec.Int32(ref MemberEpoch, since: 9);
            codec.NullableArray(ref Topics, since: 8);
        }
    }

    internal sealed class OffsetFetchRequestTopics : IMessagePart
    {
        public string Name = "";
        public List<int> PartitionIndexes = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name, since: 8);
            codec.Array(ref PartitionIndexes, since: 8);
        }
    }
}
