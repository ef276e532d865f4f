using SmartKart.Broker.Groups;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>The shape of the handlers of groups: what is answered rests on durable ground, or is an error that lets the client ask again.</summary>
internal abstract class GroupHandler<TRequest, TResponse>(ApiKey key, GroupCoordinator groups) : RequestHandler<TRequest, TResponse>(key)
    where TRequest : class, IMessage, new()
    where TResponse : class, IMessage
{
    protected GroupCoordinator Groups => groups;

    protected sealed override async ValueTask<TResponse?> HandleAsync(TRequest request, RequestContext context)
    {
        try
        {
            return await AnswerAsync(request, context);
        }
        catch (Exception fault) when (fault is BrokerException or ObjectDisposedException)
        {
            // Disposed: the broker is stopping, which is no fault.
            if (fault is BrokerException) GroupLog.AnswerFailed(groups.Logger, fault, Key);
            return Refuse(request, context, ErrorCode.CoordinatorNotAvailable);
        }
    }

    protected abstract ValueTask<TResponse> AnswerAsync(TRequest request, RequestContext context);

    /// <summary>The whole request answered with one error.</summary>
    protected abstract TResponse Refuse(TRequest request, RequestContext context, ErrorCode error);

    /// <summary>Does something to a group, and waits until what it wrote is durable.</summary>
    protected async ValueTask<T> WithAsync<T>(string groupId, bool create, Func<Group?, T> act)
    {
        var (result, durable) = groups.With(groupId, create, act);
        await durable;
        return result;
    }

    protected static Requester Requester(RequestContext context) => new(context.ClientId ?? "", context.Client.Host, context.Version);
}
