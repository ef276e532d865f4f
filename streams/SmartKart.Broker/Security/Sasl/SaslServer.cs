using System.Security.Cryptography;
using SmartKart.Broker.Telemetry;

namespace SmartKart.Broker.Security.Sasl;

/// <summary>A listener's side of SASL: what it offers, and to whom. Any thread.</summary>
internal sealed class SaslServer(SaslOptions options, BrokerMetrics metrics, TimeProvider time)
{
    private readonly UserKeys _users = new(options.Users, options.Iterations);
    private readonly TimeSpan _failureDelay = options.FailureDelay;

    public IReadOnlyList<string> Mechanisms { get; } = [.. options.Offered];

    /// <returns>Null where the mechanism is not offered.</returns>
    public ISaslExchange? Begin(string mechanism) => !Mechanisms.Contains(mechanism) ? null : mechanism switch
    {
        SaslMechanism.Plain => new PlainExchange(_users),
        SaslMechanism.ScramSha256 => new ScramExchange(HashAlgorithmName.SHA256, _users),
        _ => new ScramExchange(HashAlgorithmName.SHA512, _users),
    };

    /// <summary>Counts an attempt that succeeded.</summary>
    public void Succeeded(string mechanism) => metrics.Authenticated(mechanism, succeeded: true);

    /// <summary>Counts an attempt that failed, and lets it wait.</summary>
    public Task FailedAsync(string mechanism, CancellationToken cancellation)
    {
        metrics.Authenticated(mechanism, succeeded: false);
        return Task.Delay(_failureDelay, time, cancellation);
    }
}
