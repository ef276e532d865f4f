using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using SmartKart.Broker.Network;
using SmartKart.Broker.Security.Sasl;
using SmartKart.Broker.Security.Tls;
using SmartKart.Broker.Telemetry;

namespace SmartKart.Broker.Security;

/// <summary>How one listener is protected: TLS around its connections, a name for who is at their other end.</summary>
internal sealed class ListenerSecurity : IDisposable
{
    private readonly TlsHandshakes? _tls;
    private readonly SaslServer? _sasl;

    /// <param name="listener">The listener.</param>
    /// <param name="key">The key of its options.</param>
    /// <param name="metrics">Where attempts are counted.</param>
    /// <param name="time">The clock that certificates and delays go by.</param>
    /// <param name="log">Where it is said who was refused.</param>
    /// <exception cref="BrokerOptionsException">A certificate or its key can't be used.</exception>
    public ListenerSecurity(ListenerOptions listener, string key, BrokerMetrics metrics, TimeProvider time, ILogger log)
    {
        _tls = listener.Tls is { } tls ? new TlsHandshakes(ListenerCertificate.Load(tls, $"{key}:{nameof(ListenerOptions.Tls)}"), tls.HandshakeTimeout, listener.Name, metrics, time, log) : null;
        if (listener.Sasl is not { } sasl) return;
        _sasl = new SaslServer(sasl, metrics, time);
        if (_tls is null && _sasl.Mechanisms.Contains(SaslMechanism.Plain) && !IsLoopback(listener.Host)) SecurityLog.PasswordsInTheClear(log, listener.Name);
    }

    /// <summary>Puts TLS in front of whatever serves the port.</summary>
    public void Protect(ListenOptions port)
    {
        if (_tls is { } tls) port.Use(next => connection => tls.ServeAsync(connection, next));
    }

    /// <summary>Begins a connection's authentication. Without SASL, a client that showed a certificate is who that says.</summary>
    public Authentication Authenticate(ConnectionContext connection) =>
        _sasl is not null ? Authentication.Begin(_sasl)
        : connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is { } certificate ? Authentication.NotAsked("User:" + certificate.Subject)
        : Authentication.NotAsked();

    public void Dispose() => _tls?.Dispose();

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
