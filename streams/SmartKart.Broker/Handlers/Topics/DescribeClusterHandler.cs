using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Handlers.Topics;

/// <summary>Says which cluster this is, and that it has one broker.</summary>
internal sealed class DescribeClusterHandler(TopicCatalog topics) : RequestHandler<DescribeClusterRequest, DescribeClusterResponse>(ApiKey.DescribeCluster)
{
    private const sbyte Brokers = 1;

    protected override ValueTask<DescribeClusterResponse?> HandleAsync(DescribeClusterRequest request, RequestContext context)
    {
        if (request.EndpointType != Brokers)
            return ValueTask.FromResult<DescribeClusterResponse?>(new DescribeClusterResponse { ErrorCode = ErrorCode.UnsupportedEndpointType, ErrorMessage = "This broker has no controllers to describe, only itself.", EndpointType = request.EndpointType });
        var advertised = context.Client.Advertised;
        return ValueTask.FromResult<DescribeClusterResponse?>(new DescribeClusterResponse
        {
            ClusterId = topics.ClusterId,
            ControllerId = BrokerNode.Id,
            Brokers = [new() { BrokerId = BrokerNode.Id, Host = advertised.Host, Port = advertised.Port }],
            ClusterAuthorizedOperations = request.IncludeClusterAuthorizedOperations ? BrokerNode.ClusterOperations : BrokerNode.NotAsked,
        });
    }
}
