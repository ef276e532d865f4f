using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Asks which brokers make up the cluster. Kafka's DescribeClusterRequest, versions 0 to 1, flexible from 0.</summary>
internal sealed class DescribeClusterRequest : IMessage
{
    public bool IncludeClusterAuthorizedOperations;
    public sbyte EndpointType = 1;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Bool(ref IncludeClusterAuthorizedOperations);
        codec.Int8(ref EndpointType, since: 1);
    }
}
