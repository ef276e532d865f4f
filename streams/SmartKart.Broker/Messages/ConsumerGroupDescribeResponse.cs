using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Describes the groups, their members and assignments.
/// Kafka's ConsumerGroupDescribeResponse, version 0, flexible from 0.
/// </summary>
internal sealed class ConsumerGroupDescribeResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<DescribedGroup> Groups = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Groups);
    }

    internal sealed class DescribedGroup : IMessagePart
    {
        public ErrorCode ErrorCode;
        public string? ErrorMessage;
        public string GroupId = "";
        public string GroupState = "";
        public int GroupEpoch;
        public int AssignmentEpoch;
        public string AssignorName = "";
        public List<Member> Members = [];
        public int AuthorizedOperations = int.MinValue;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
            codec.String(ref GroupId);
            codec.String(ref GroupState);
            codec.Int32(ref GroupEpoch);
            codec.Int32(ref AssignmentEpoch);
            codec.String(ref AssignorName);
            codec.Array(ref Members);
            codec.Int32(ref AuthorizedOperations);
        }
    }

    internal sealed class Member : IMessagePart
    {
        public string MemberId = "";
        public string? InstanceId;
        public string? RackId;
        public int MemberEpoch;
        public string ClientId = "";
        public string ClientHost = "";
        public List<string> SubscribedTopicNames = [];
        public string? SubscribedTopicRegex;
        public Assignment Assignment = new();
        public Assignment TargetAssignment = new();

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref MemberId);
            codec.NullableString(ref InstanceId);
            codec.NullableString(ref RackId);
            codec.Int32(ref MemberEpoch);
            codec.String(ref ClientId);
            codec.String(ref ClientHost);
            codec.Array(ref SubscribedTopicNames);
            codec.NullableString(ref SubscribedTopicRegex);
            codec.Part(ref Assignment);
            codec.Part(ref TargetAssignment);
        }
    }

    internal sealed class TopicPartitions : IMessagePart
    {
        public Guid TopicId;
        public string TopicName = "";
        public List<int> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Uuid(ref TopicId);
            codec.String(ref TopicName);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class Assignment : IMessagePart
    {
        public List<TopicPartitions> TopicPartitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Array(ref TopicPartitions);
        }
    }
}
