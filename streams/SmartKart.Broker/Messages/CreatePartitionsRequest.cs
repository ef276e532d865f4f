using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Gives topics more partitions. Kafka's CreatePartitionsRequest, versions 0 to 3, flexible from 2.</summary>
internal sealed class CreatePartitionsRequest : IMessage
{
    public List<CreatePartitionsTopic> Topics = [];
    public int TimeoutMs;
    public bool ValidateOnly;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref Topics);
        codec.Int32(ref TimeoutMs);
        codec.Bool(ref ValidateOnly);
    }

    internal sealed class CreatePartitionsTopic : IMessagePart
    {
        public string Name = "";
        public int Count;
        public List<CreatePartitionsAssignment>? Assignments = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Int32(ref Count);
            codec.NullableArray(ref Assignments);
        }
    }

    internal sealed class CreatePartitionsAssignment : IMessagePart
    {
        public List<int> BrokerIds = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Array(ref BrokerIds);
        }
    }
}
