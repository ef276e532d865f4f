using SmartKart.Broker.Protocol;
using SmartKart.Broker.Security.Sasl;

namespace SmartKart.Broker.Security;

/// <summary>
/// How far one connection has proved who is at its other end. A handshake names a mechanism, then tokens go to and fro: each in a
/// SaslAuthenticate request, or, after a handshake of version 0, bare behind their length, as clients did before Kafka 1.0.
/// Once it has failed the connection must close. One connection's; not shared.
/// </summary>
internal sealed class Authentication
{
    /// <summary>Who proved nothing, where nothing was asked.</summary>
    public const string Anonymous = "User:ANONYMOUS";

    // Kafka's sasl.server.max.receive.size: a stranger is granted no more memory than this.
    private const int MaxStrangersBytes = 512 * 1024;

    private readonly SaslServer? _server;
    private ISaslExchange? _exchange;
    private string _mechanism = "none";

    private Authentication(SaslServer? server, string principal) => (_server, IsComplete, Principal) = (server, server is null, principal);

    /// <summary>Whether requests other than those of authentication are taken.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Who it is, as Kafka writes it: <c>User:name</c>.</summary>
    public string Principal { get; private set; }

    /// <summary>Why the connection must close, for the log; null where it must not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether the next thing the client sends is a bare token, not a request.</summary>
    public bool TakesBareTokens { get; private set; }

    /// <summary>Longest request or token that is taken now, in bytes.</summary>
    public int MaxBytes => IsComplete ? int.MaxValue : MaxStrangersBytes;

    /// <summary>What may be chosen; nothing where the listener asks for no authentication.</summary>
    public IReadOnlyList<string> Mechanisms => _server?.Mechanisms ?? [];

    /// <summary>That of a connection which need not prove anything, or has done so by its certificate.</summary>
    public static Authentication NotAsked(string principal = Anonymous) => new(null, principal);

    public static Authentication Begin(SaslServer server) => new(server, Anonymous);

    /// <summary>Chooses a mechanism.</summary>
    /// <param name="mechanism">Its name.</param>
    /// <param name="bareTokens">Whether the client is one that will send its tokens without requests around them.</param>
    public ErrorCode Choose(string mechanism, bool bareTokens)
    {
        if (_server is null || IsComplete) return ErrorCode.IllegalSaslState;
        if (_exchange is not null) return Fail(ErrorCode.IllegalSaslState, "it began a second handshake before it had ended its first");
        _exchange = _server.Begin(mechanism);
        if (_exchange is null) return Fail(ErrorCode.UnsupportedSaslMechanism, $"it asked for the mechanism {Claimed.Name(mechanism)}, and this listener offers {string.Join(", ", Mechanisms)}");
        (_mechanism, TakesBareTokens) = (mechanism, bareTokens);
        return ErrorCode.None;
    }

    /// <summary>Takes the client's next token; an answer that it failed comes late, against guessing.</summary>
    /// <returns>What to send back.</returns>
    public async ValueTask<(ErrorCode Error, byte[] Reply)> NextAsync(ReadOnlyMemory<byte> token, CancellationToken cancellation)
    {
        if (_server is null || IsComplete) return (ErrorCode.IllegalSaslState, []);
        if (_exchange is null) return (Fail(ErrorCode.IllegalSaslState, "it sent a token before it had chosen a mechanism"), []);
        var step = _exchange.Next(token.Span);
        if (step.Failure is { } failure)
        {
            Fail(ErrorCode.SaslAuthenticationFailed, $"with {_mechanism}, {failure}");
            await _server.FailedAsync(_mechanism, cancellation);
            return (ErrorCode.SaslAuthenticationFailed, []);
        }
        if (step.User is { } user)
        {
            (IsComplete, TakesBareTokens, _exchange, Principal) = (true, false, null, "User:" + user);
            _server.Succeeded(_mechanism);
        }
        return (ErrorCode.None, step.Reply);
    }

    private ErrorCode Fail(ErrorCode error, string reason)
    {
        Failure = reason;
        return error;
    }
}
