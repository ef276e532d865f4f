using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers.Security;

/// <summary>Lets a client choose how to prove who it is. After version 0 its tokens come bare, not in SaslAuthenticate requests.</summary>
internal sealed class SaslHandshakeHandler() : RequestHandler<SaslHandshakeRequest, SaslHandshakeResponse>(ApiKey.SaslHandshake)
{
    protected override ValueTask<SaslHandshakeResponse?> HandleAsync(SaslHandshakeRequest request, RequestContext context)
    {
        var authentication = context.Client.Authentication;
        return ValueTask.FromResult<SaslHandshakeResponse?>(new SaslHandshakeResponse
        {
            ErrorCode = authentication.Choose(request.Mechanism, bareTokens: context.Version == 0),
            Mechanisms = [.. authentication.Mechanisms],
        });
    }
}
