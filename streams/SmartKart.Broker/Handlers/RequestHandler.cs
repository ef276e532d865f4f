using System.Buffers;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers;

/// <summary>The shape of every handler: a request is checked, acted on and answered. A fault that the protocol can say is an error code, not an exception.</summary>
internal abstract class RequestHandler<TRequest, TResponse>(ApiKey key) : IRequestHandler
    where TRequest : class, IMessage, new()
    where TResponse : class, IMessage
{
    public ApiKey Key => key;

    public ValueTask<IMessage?> HandleAsync(in ReadOnlySequence<byte> body, RequestContext context)
    {
        var request = RequestFrame.ReadBody<TRequest>(body, context.Api, context.Version);
        var answer = HandleAsync(request, context);
        return answer.IsCompletedSuccessfully ? new ValueTask<IMessage?>(answer.Result) : AwaitAsync(answer);
    }

    /// <summary>
    /// What is done before the first await is done in the order in which the connection's requests came. Records of the request are
    /// valid until then, and no longer.
    /// </summary>
    protected abstract ValueTask<TResponse?> HandleAsync(TRequest request, RequestContext context);

    private static async ValueTask<IMessage?> AwaitAsync(ValueTask<TResponse?> answer) => await answer;
}
