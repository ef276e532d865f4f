using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Brings record batches, each to its partition. Kafka's ProduceRequest, versions 0 to 11, flexible from 9.</summary>
internal sealed class ProduceRequest : IMessage
{
    public string? TransactionalId;
    public short Acks;
    public int TimeoutMs;
    public List<TopicProduceData> TopicData = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.NullableString(ref TransactionalId, since: 3);
        codec.Int16(ref Acks);
        codec.Int32(ref TimeoutMs);
        codec.Array(ref TopicData);
    }

    internal sealed class TopicProduceData : IMessagePart
    {
        public string Name = "";
        public List<PartitionProduceData> PartitionData = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref PartitionData);
        }
    }

    internal sealed class PartitionProduceData : IMessagePart
    {
        public int Index;
        public Records? Records;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref Index);
            codec.Records(ref Records);
        }
    }
}
