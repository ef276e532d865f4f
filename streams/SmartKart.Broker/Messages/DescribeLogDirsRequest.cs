using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Asks what lies in the log directories. Kafka's DescribeLogDirsRequest, versions 0 to 4, flexible from 2.</summary>
internal sealed class DescribeLogDirsRequest : IMessage
{
    public List<DescribableLogDirTopic>? Topics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.NullableArray(ref Topics);
    }

    internal sealed class DescribableLogDirTopic : IMessagePart
    {
        public string Topic = "";
        public List<int> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Topic);
            codec.Array(ref Partitions);
        }
    }
}
