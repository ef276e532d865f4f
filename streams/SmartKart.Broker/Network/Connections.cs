using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Connections;
using SmartKart.Broker.Telemetry;

namespace SmartKart.Broker.Network;

/// <summary>Every open connection: takes new ones within the limit, and sends away those that stall or are silent for too long.</summary>
internal sealed class Connections : IAsyncDisposable
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ClientConnection, byte> _open = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConnectionServices _services;
    private Task _watching = Task.CompletedTask;
    private int _admitted;

    public Connections(ConnectionServices services)
    {
        _services = services;
        services.Metrics.ObserveConnections(() => Volatile.Read(ref _admitted));
    }

    public ConnectionServices Services => _services;

    /// <summary>Begins to look after those that stall.</summary>
    public void Watch() => _watching = WatchAsync();

    /// <summary>Lets a connection in, if there is room.</summary>
    public async Task AdmitAsync(ConnectionContext connection, string listener, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _admitted) <= _services.Limits.MaxConnections)
            {
                await next(connection);
                return;
            }
            var reason = $"there are {_services.Limits.MaxConnections} connections already, which is Broker:Limits:MaxConnections";
            Log.ConnectionRefused(_services.Log, $"{connection.RemoteEndPoint} ({listener})", reason);
            connection.Abort(new ConnectionAbortedException(reason));
        }
        finally
        {
            Interlocked.Decrement(ref _admitted);
        }
    }

    /// <summary>Serves one connection until it ends.</summary>
    public async Task ServeAsync(ConnectionContext connection, Listener listener)
    {
        await using var client = new ClientConnection(connection, listener, _services, _stopping.Token);
        _open[client] = 0;
        try
        {
            await client.RunAsync();
        }
        finally
        {
            _open.TryRemove(client, out _);
        }
    }

    /// <summary>Ends every wait, so that connections can end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(WatchInterval, _services.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
                foreach (var (client, _) in _open) Inspect(client);
        }
        catch (OperationCanceledException)
        {
            // The broker stops.
        }
    }

    private void Inspect(ClientConnection client)
    {
        var limits = _services.Limits;
        if (client.SendStalls > limits.IdleTimeout)
            client.Close(string.Create(CultureInfo.InvariantCulture, $"it read nothing of its response for {limits.IdleTimeout.TotalSeconds:0.#} s (Broker:Limits:IdleTimeout)"));
        else if (client.Receives > limits.RequestTimeout)
            client.Close(string.Create(CultureInfo.InvariantCulture, $"its request was still incomplete after {limits.RequestTimeout.TotalSeconds:0.#} s (Broker:Limits:RequestTimeout)"));
        else if (client.IsIdle && !client.Authentication.IsComplete && client.Silent > limits.RequestTimeout)
            client.Close(string.Create(CultureInfo.InvariantCulture, $"it had not authenticated and was silent for {limits.RequestTimeout.TotalSeconds:0.#} s (Broker:Limits:RequestTimeout)"));
        else if (client.IsIdle && client.Silent > limits.IdleTimeout)
            client.Close(string.Create(CultureInfo.InvariantCulture, $"it was silent for {limits.IdleTimeout.TotalSeconds:0.#} s (Broker:Limits:IdleTimeout)"));
    }
}
