using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Names the cluster and its brokers. Kafka's DescribeClusterResponse, versions 0 to 1, flexible from 0.</summary>
internal sealed class DescribeClusterResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public string? ErrorMessage;
    public sbyte EndpointType = 1;
    public string ClusterId = "";
    public int ControllerId = -1;
    public List<DescribeClusterBroker> Brokers = [];
    public int ClusterAuthorizedOperations = int.MinValue;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.NullableString(ref ErrorMessage);
        codec.Int8(ref EndpointType, since: 1);
        codec.String(ref ClusterId);
        codec.Int32(ref ControllerId);
        codec.Array(ref Brokers);
        codec.Int32(ref ClusterAuthorizedOperations);
    }

    internal sealed class DescribeClusterBroker : IMessagePart
    {
        public int BrokerId;
        public string Host = "";
        public int Port;
        public string? Rack;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref BrokerId);
            codec.String(ref Host);
            codec.Int32(ref Port);
            codec.NullableString(ref Rack);
        }
    }
}
