using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers.Security;

/// <summary>Takes a step of the chosen mechanism. What the client is told of a failure does not say whether name or password was wrong.</summary>
internal sealed class SaslAuthenticateHandler() : RequestHandler<SaslAuthenticateRequest, SaslAuthenticateResponse>(ApiKey.SaslAuthenticate)
{
    // A session lasts as long as its connection: nobody has to authenticate again.
    private const long Unlimited = 0;

    protected override async ValueTask<SaslAuthenticateResponse?> HandleAsync(SaslAuthenticateRequest request, RequestContext context)
    {
        var (error, reply) = await context.Client.Authentication.NextAsync(request.AuthBytes, context.Cancellation);
        return new SaslAuthenticateResponse
        {
            ErrorCode = error,
            ErrorMessage = error switch
            {
                ErrorCode.None => null,
                ErrorCode.SaslAuthenticationFailed => "Authentication failed: the name or the password is wrong, or the mechanism's message is malformed. The broker's log says which.",
                _ => "SaslAuthenticate comes once a mechanism was chosen with SaslHandshake, and not after authentication has succeeded.",
            },
            AuthBytes = reply,
            SessionLifetimeMs = Unlimited,
        };
    }
}
