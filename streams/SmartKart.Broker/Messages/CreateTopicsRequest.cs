using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Creates topics. Kafka's CreateTopicsRequest, versions 0 to 7, flexible from 5.</summary>
internal sealed class CreateTopicsRequest : IMessage
{
    public List<CreatableTopic> Topics = [];
    public int TimeoutMs = 60000;
    public bool ValidateOnly;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref Topics);
        codec.Int32(ref TimeoutMs);
        codec.Bool(ref ValidateOnly, since: 1);
    }

    internal sealed class CreatableTopic : IMessagePart
    {
        public string Name = "";
        public int NumPartitions;
        public short ReplicationFactor;
        public List<CreatableReplicaAssignment> Assignments = [];
        public List<CreatableTopicConfig> Configs = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Int32(ref NumPartitions);
            codec.Int16(ref ReplicationFactor);
            codec.Array(ref Assignments);
            codec.Array(ref Configs);
        }
    }

    internal sealed class CreatableReplicaAssignment : IMessagePart
    {
        public int PartitionIndex;
        public List<int> BrokerIds = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex);
            codec.Array(ref BrokerIds);
        }
    }

    internal sealed class CreatableTopicConfig : IMessagePart
    {
        public string Name = "";
        public string? Value = "";

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.NullableString(ref Value);
        }
    }
}
