using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartKart.Prometheus.Endpoints;

namespace SmartKart.Prometheus;

/// <summary>Serves a process' page and its health on a port of its own, for a process that has no web host.</summary>
public sealed class MetricsServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private MetricsServer(WebApplication server, Uri address) => (_server, Address) = (server, address);

    /// <summary>Where it answers, such as <c>http://127.0.0.1:9464/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="options">Where it listens; with no port given, at any that is free.</param>
    /// <param name="exporter">What it serves. It stays its owner's.</param>
    /// <param name="parts">What its readiness is made of, asked at each request.</param>
    /// <param name="loggers">Where its log goes. They stay their owner's.</param>
    /// <param name="cancel">Gives up the start.</param>
    /// <exception cref="MetricsServerException">An option is out of its range, or the port is taken.</exception>
    public static async Task<MetricsServer> StartAsync(
        MetricsOptions options, PrometheusExporter exporter, Func<IReadOnlyList<PartHealth>> parts, ILoggerFactory loggers, CancellationToken cancel = default)
    {
        if (options.Fault() is { } fault) throw new MetricsServerException(fault);
        ListenOptions? port = null;
        var server = Build(options, loggers, listening => port = listening);
        server.MapMetrics(exporter);
        server.MapHealth(parts);
        try
        {
            await server.StartAsync(cancel);
            return new MetricsServer(server, new Uri($"http://{port!.IPEndPoint}/"));      // set while it was built
        }
        catch (Exception failed)
        {
            await server.DisposeAsync();
            if (failed is IOException { InnerException: AddressInUseException } or SocketException)
                throw new MetricsServerException($"Port {options.Port}, where metrics are to be served, is taken by another program.", failed);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    private static WebApplication Build(MetricsOptions options, ILoggerFactory loggers, Action<ListenOptions> listening)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, OwnedLifetime>().AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var host = options.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(options.Host);
            kestrel.Listen(host, options.Port ?? 0, port =>
            {
                port.Protocols = HttpProtocols.Http1;
                listening(port);
            });
        });
        return builder.Build();
    }

    /// <summary>The server is stopped by its owner, never by a signal that Kestrel's host would take for itself.</summary>
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
