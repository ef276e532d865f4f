using System.Buffers;
using SmartKart.Broker.Handlers;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Security;

namespace SmartKart.Broker.Network;

/// <summary>Which handler answers which request. Hot path: per request.</summary>
internal sealed class RequestRouter
{
    private readonly IRequestHandler[] _handlers;

    /// <param name="handlers">One for each API of the catalogue.</param>
    public RequestRouter(IEnumerable<IRequestHandler> handlers)
    {
        var byKey = handlers.ToDictionary(handler => handler.Key);
        _handlers = new IRequestHandler[MessageCatalog.Apis.Max(api => (int)api.Key) + 1];
        foreach (var api in MessageCatalog.Apis)
            _handlers[(int)api.Key] = byKey.TryGetValue(api.Key, out var handler) ? handler : throw new ArgumentException($"{api.Key} is announced, and nobody handles it.", nameof(handlers));
    }

    /// <returns>Why the connection must close, as Kafka closes it; null where the request may be handled.</returns>
    public static string? Refusal(RequestHeader header, Authentication authentication)
    {
        var key = (ApiKey)header.RequestApiKey;
        if (MessageCatalog.Find(header.RequestApiKey) is not { } api) return $"it sent a request of API {header.RequestApiKey}, which this broker does not have";
        if (!api.Speaks(header.RequestApiVersion) && key != ApiKey.ApiVersions)
            return $"it sent {key} version {header.RequestApiVersion}, where this broker speaks {api.MinVersion} to {api.MaxVersion}. Clients learn that from ApiVersions";
        return authentication.IsComplete || key is ApiKey.ApiVersions or ApiKey.SaslHandshake or ApiKey.SaslAuthenticate ? null
            : $"it sent {key} before it had authenticated";
    }

    public ValueTask<IMessage?> HandleAsync(RequestHeader header, in ReadOnlySequence<byte> body, RequestContext context) =>
        context.Api.Speaks(header.RequestApiVersion) ? _handlers[header.RequestApiKey].HandleAsync(body, context)
            : new ValueTask<IMessage?>(ApiVersionsHandler.Unsupported());      // the one API whose unknown versions have an answer (KIP-511)
}
