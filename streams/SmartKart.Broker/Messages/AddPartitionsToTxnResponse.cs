using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Says whether each partition was taken in.
/// Kafka's AddPartitionsToTxnResponse, versions 0 to 5, flexible from 3.
/// </summary>
internal sealed class AddPartitionsToTxnResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public List<AddPartitionsToTxnResult> ResultsByTransaction = [];
    public List<AddPartitionsToTxnTopicResult> ResultsByTopicV3AndBelow = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode, since: 4);
        codec.Array(ref ResultsByTransaction, since: 4);
        codec.Array(ref ResultsByTopicV3AndBelow, until: 3);
    }

    internal sealed class AddPartitionsToTxnResult : IMessagePart
    {
        public string TransactionalId = "";
        public List<AddPartitionsToTxnTopicResult> TopicResults = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref TransactionalId, since: 4);
            codec.Array(ref TopicResults, since: 4);
        }
    }

    internal sealed class AddPartitionsToTxnTopicResult : IMessagePart
    {
        public string Name = "";
        public List<AddPartitionsToTxnPartitionResult> ResultsByPartition = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref ResultsByPartition);
        }
    }

    internal sealed class AddPartitionsToTxnPartitionResult : IMessagePart
    {
        public int PartitionIndex;
        public ErrorCode PartitionErrorCode;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex);
            codec.Error(ref PartitionErrorCode);
        }
    }
}
