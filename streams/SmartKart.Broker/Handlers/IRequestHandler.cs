using System.Buffers;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers;

/// <summary>Answers one kind of request. One instance serves every connection, from any thread.</summary>
internal interface IRequestHandler
{
    ApiKey Key { get; }

    /// <summary>Reads the request, acts, and answers.</summary>
    /// <param name="body">What follows the request's header; gone as soon as the call returns, though its task may still run.</param>
    /// <param name="context">Who asks, and in which version.</param>
    /// <returns>The response; null for none, where the client said that it wants none.</returns>
    /// <exception cref="ProtocolException">The body is no such request; nothing was done.</exception>
    ValueTask<IMessage?> HandleAsync(in ReadOnlySequence<byte> body, RequestContext context);
}
