using System.Globalization;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using SmartKart.Broker.Telemetry;

namespace SmartKart.Broker.Security.Tls;

/// <summary>
/// Begins each connection of a listener with a TLS handshake, and serves it over what comes of that. Kestrel's own middleware does
/// the same, but keeps to itself why a handshake failed: that is what whoever runs the broker asks first.
/// </summary>
internal sealed class TlsHandshakes : IDisposable
{
    private readonly ListenerCertificate _certificate;
    private readonly TimeSpan _timeout;
    private readonly string _listener;
    private readonly BrokerMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public TlsHandshakes(ListenerCertificate certificate, TimeSpan timeout, string listener, BrokerMetrics metrics, TimeProvider time, ILogger log)
    {
        (_certificate, _timeout, _listener, _metrics, _time, _log) = (certificate, timeout, listener, metrics, time, log);
        var (now, own) = (time.GetUtcNow().UtcDateTime, certificate.Own);
        var (notBefore, notAfter) = (own.NotBefore.ToUniversalTime(), own.NotAfter.ToUniversalTime());
        if (now < notBefore || now > notAfter) SecurityLog.CertificateNotValid(log, listener, own.Subject, notBefore, notAfter);
    }

    public void Dispose() => _certificate.Dispose();

    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var plain = connection.Transport;
        await using var tls = new SslStream(new DuplexStream(plain), leaveInnerStreamOpen: true);
        var failure = await HandshakeAsync(connection, tls);
        _metrics.TlsHandshake(failure is null);
        if (failure is not null)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{connection.RemoteEndPoint} ({_listener})");
            SecurityLog.HandshakeFailed(_log, name, failure);
            return;
        }
        var pool = connection.Features.Get<IMemoryPoolFeature>()?.MemoryPool;
        connection.Features.Set<ITlsConnectionFeature>(new PeerCertificate(tls.RemoteCertificate));
        connection.Transport = new Pipes(PipeReader.Create(tls, new StreamPipeReaderOptions(pool, leaveOpen: true)), PipeWriter.Create(tls, new StreamPipeWriterOptions(pool, leaveOpen: true)));
        try
        {
            await next(connection);
        }
        finally
        {
            await connection.Transport.Input.CompleteAsync();
            await EndAsync(tls, connection.Transport.Output);
            connection.Transport = plain;
        }
    }

    /// <returns>Why there is no TLS; null where there is.</returns>
    private async Task<string?> HandshakeAsync(ConnectionContext connection, SslStream tls)
    {
        using var patience = new CancellationTokenSource(_timeout, _time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, connection.ConnectionClosed);
        try
        {
            await tls.AuthenticateAsServerAsync(_certificate.Options, over.Token);
            return null;
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or AuthenticationException or ConnectionAbortedException)
        {
            return patience.IsCancellationRequested ? string.Create(CultureInfo.InvariantCulture, $"its handshake was still incomplete after {_timeout.TotalSeconds:0.#} s")
                : fault is OperationCanceledException ? "it closed the connection during the handshake"
                : fault.InnerException is { } inner ? $"{fault.Message} {inner.Message}" : fault.Message;
        }
    }

    /// <summary>Says goodbye as TLS does, or the client takes the end for an attack. Where the client has gone already, nobody is there to hear it.</summary>
    private static async Task EndAsync(SslStream tls, PipeWriter output)
    {
        try
        {
            await output.CompleteAsync();
            await tls.ShutdownAsync();
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection has ended: its server has logged why.
        }
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
