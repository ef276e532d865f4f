using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartKart.Broker.Security;

namespace SmartKart.Broker.Network;

/// <summary>Kestrel, listening at the broker's ports: connections of Kafka's protocol go to <see cref="Connections"/>, HTTP to the schema registry.</summary>
internal sealed class BrokerServer : IAsyncDisposable
{
    // What a client may send ahead while its last request is being served; Kestrel's own 1 MiB is much for thousands of clients.
    private const int SentAheadBytes = 256 * 1024;

    // What of a response may wait for its client to read on, in pieces that go out while the next are read from the log. At Kestrel's own
    // 64 KiB each piece waited for the one before and for a thread: a third more processor time, and 1-KB records a fifth slower.
    private const int AnsweredAheadBytes = 512 * 1024;

    private readonly List<(ListenerOptions Options, ListenOptions Port)> _ports = [];
    private readonly List<ListenerSecurity> _security = [];
    private readonly Connections _connections;
    private readonly WebApplication _server;
    private ListenOptions? _registryPort;

    public BrokerServer(BrokerOptions options, Connections connections, Action<WebApplication>? registry, ILoggerFactory loggers)
    {
        _connections = connections;
        var protectedListeners = options.Listeners.Select((listener, index) => (listener, Protect(listener, $"{BrokerOptions.Section}:{nameof(BrokerOptions.Listeners)}:{index}"))).ToList();
        var http = registry is null ? null : options.Registry;
        var httpSecurity = http is null ? null : Protect(http, $"{BrokerOptions.Section}:{nameof(BrokerOptions.Registry)}");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, OwnedLifetime>().AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        // After Kestrel's own, which it would otherwise take.
        builder.Services.Replace(ServiceDescriptor.Singleton<IMemoryPoolFactory<byte>, TransportMemory>());
        builder.Services.Configure<SocketTransportOptions>(sockets => (sockets.MaxReadBufferSize, sockets.MaxWriteBufferSize) = (SentAheadBytes, AnsweredAheadBytes));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var (listener, security) in protectedListeners) Listen(kestrel, listener, port => Serve(port, listener, security));
            if (http is not null) Listen(kestrel, http, port => ServeRegistry(port, httpSecurity!));         // made wherever there is a registry
        });
        _server = builder.Build();
        registry?.Invoke(_server);
    }

    /// <summary>Each listener of Kafka's protocol, with the port it really has.</summary>
    public IEnumerable<(ListenerOptions Options, IPEndPoint EndPoint)> Listening => _ports.Select(port => (port.Options, port.Port.IPEndPoint!));

    /// <summary>Where the registry listens; null where there is none.</summary>
    public IPEndPoint? Registry => _registryPort?.IPEndPoint;

    /// <exception cref="IOException">A port is taken.</exception>
    public Task StartAsync(CancellationToken cancellation)
    {
        _connections.Watch();
        return _server.StartAsync(cancellation);
    }

    /// <summary>Ends every wait first, so that no connection holds the stop up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _server.StopAsync();
        await _server.DisposeAsync();
        foreach (var security in _security) security.Dispose();
    }

    private static void Listen(KestrelServerOptions kestrel, ListenerOptions listener, Action<ListenOptions> configure)
    {
        if (listener.Host == "localhost") kestrel.Listen(IPAddress.Loopback, listener.Port, configure);
        else if (IPAddress.TryParse(listener.Host, out var address)) kestrel.Listen(address, listener.Port, configure);
        else throw new BrokerOptionsException($"{BrokerOptions.Section}: the listener '{listener.Name}' is to listen at '{listener.Host}', which is neither an IP address nor localhost.");
    }

    private void Serve(ListenOptions port, ListenerOptions options, ListenerSecurity security)
    {
        _ports.Add((options, port));
        var listener = new Listener(options.Name, () => Advertised(options, port), security);
        // Before TLS: who is in its handshake counts, too.
        port.Use(next => connection => _connections.AdmitAsync(connection, options.Name, next));
        security.Protect(port);
        port.Run(connection => _connections.ServeAsync(connection, listener));
    }

    private void ServeRegistry(ListenOptions port, ListenerSecurity security)
    {
        _registryPort = port;
        // What TLS carries is not negotiated here, and HTTP/2 would have to be.
        port.Protocols = HttpProtocols.Http1;
        security.Protect(port);
    }

    private ListenerSecurity Protect(ListenerOptions listener, string key)
    {
        var services = _connections.Services;
        var security = new ListenerSecurity(listener, key, services.Metrics, services.Time, services.Log);
        _security.Add(security);
        return security;
    }

    private static DnsEndPoint Advertised(ListenerOptions options, ListenOptions port)
    {
        var host = options.AdvertisedHost ?? options.Host;
        // Whoever listens at every address is reached under the machine's name.
        if (IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))) host = Dns.GetHostName();
        return new DnsEndPoint(host, options.AdvertisedPort ?? port.IPEndPoint!.Port);
    }

    /// <summary>The broker is stopped by its owner, never by a signal that Kestrel's host would take for itself.</summary>
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
