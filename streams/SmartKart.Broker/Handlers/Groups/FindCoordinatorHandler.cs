using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>Which broker coordinates a group or a transaction: this one, always.</summary>
internal sealed class FindCoordinatorHandler() : RequestHandler<FindCoordinatorRequest, FindCoordinatorResponse>(ApiKey.FindCoordinator)
{
    private const int NodeId = 1;
    private const sbyte Group = 0, Transaction = 1;
    private const short FirstVersionOfMany = 4;

    protected override ValueTask<FindCoordinatorResponse?> HandleAsync(FindCoordinatorRequest request, RequestContext context)
    {
        var here = context.Client.Advertised;
        var isKnown = request.KeyType is Group or Transaction;
        var (node, host, port) = isKnown ? (NodeId, here.Host, here.Port) : (-1, "", -1);
        var error = isKnown ? ErrorCode.None : ErrorCode.InvalidRequest;
        var message = isKnown ? "" :
            $"{request.KeyType} is no type of key that this broker coordinates. Ask for {Group}, a group, or {Transaction}, a transactional id.";
        var response = context.Version < FirstVersionOfMany
            ? new FindCoordinatorResponse { ErrorCode = error, ErrorMessage = message, NodeId = node, Host = host, Port = port }
            : new FindCoordinatorResponse
            {
                Coordinators = request.CoordinatorKeys.ConvertAll(key => new FindCoordinatorResponse.Coordinator
                {
                    Key = key, ErrorCode = error, ErrorMessage = message, NodeId = node, Host = host, Port = port,
                }),
            };
        return ValueTask.FromResult<FindCoordinatorResponse?>(response);
    }
}
