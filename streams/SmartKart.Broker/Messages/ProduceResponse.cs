using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Says at which offsets the batches were appended, or why not.
/// Kafka's ProduceResponse, versions 0 to 11, flexible from 9.
/// </summary>
internal sealed class ProduceResponse : IMessage
{
    public List<TopicProduceResponse> Responses = [];
    public int ThrottleTimeMs;
    public List<NodeEndpoint> NodeEndpoints = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref Responses);
        codec.Int32(ref ThrottleTimeMs, since: 1);
        codec.Tagged(0, ref NodeEndpoints, since: 10);
    }

    internal sealed class TopicProduceResponse : IMessagePart
    {
        public string Name = "";
        public List<PartitionProduceResponse> PartitionResponses = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref PartitionResponses);
        }
    }

    internal sealed class PartitionProduceResponse : IMessagePart
    {
        public int Index;
        public ErrorCode ErrorCode;
        public long BaseOffset;
        public long LogAppendTimeMs = -1;
        public long LogStartOffset = -1;
        public List<BatchIndexAndErrorMessage> RecordErrors = [];
        public string? ErrorMessage;
        public LeaderIdAndEpoch? CurrentLeader;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref Index);
            codec.Error(ref ErrorCode);
            codec.Int64(ref BaseOffset);
            codec.Int64(ref LogAppendTimeMs, since: 2);
            codec.Int64(ref LogStartOffset, since: 5);
            codec.Array(ref RecordErrors, since: 8);
            codec.NullableString(ref ErrorMessage, since: 8);
            codec.Tagged(0, ref CurrentLeader, since: 10);
        }
    }

    internal sealed class BatchIndexAndErrorMessage : IMessagePart
    {
        public int BatchIndex;
        public string? BatchIndexErrorMessage;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref BatchIndex, since: 8);
            codec.NullableString(ref BatchIndexErrorMessage, since: 8);
        }
    }

    internal sealed class LeaderIdAndEpoch : IMessagePart
    {
        public int LeaderId = -1;
        public int LeaderEpoch = -1;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref LeaderId, since: 10);
            codec.Int32(ref LeaderEpoch, since: 10);
        }
    }

    internal sealed class NodeEndpoint : IMessagePart
    {
        public int NodeId;
        public string Host = "";
        public int Port;
        public string? Rack;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref NodeId, since: 10);
            codec.String(ref Host, since: 10);
            codec.Int32(ref Port, since: 10);
            codec.NullableString(ref Rack, since: 10);
        }
    }
}
