using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SmartKart.Streams.Tests.Embedded;

/// <summary>
/// A network between clients and a broker, frame by frame: it can be cut and mended, and can have the broker look older than it is, by
/// leaving requests out of what the broker says it speaks.
/// </summary>
internal sealed class BrokerProxy : IAsyncDisposable
{
    private const short ApiVersions = 18;
    private const short ConsumerGroupHeartbeat = 68;
    private const short UnsupportedVersion = 35;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, Task> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile bool _isCut;

    /// <param name="target">The broker's port.</param>
    public BrokerProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The numbers of the requests that clients are not told of. Counts for connections made afterwards.</summary>
    public IReadOnlySet<short> Hidden { get; set; } = new HashSet<short>();

    /// <summary>Members of the consumer group protocol are refused, as by a broker that speaks it and on which it is switched off.</summary>
    public bool RefusesConsumerProtocol { get; set; }

    /// <summary>Ends all connections, and lets none through until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var client in _connections.Keys) client.Close();
    }

    public void Mend() => _isCut = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        foreach (var client in _connections.Keys) client.Close();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                if (_isCut) client.Close();
                else _connections[client] = ForwardAsync(client);
            }
        }
        catch (Exception ended) when (_stop.IsCancellationRequested && ended is OperationCanceledException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        await Task.Yield(); // it is among the connections before it ends
        using var broker = new TcpClient();
        try
        {
            client.NoDelay = broker.NoDelay = true;
            await broker.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            if (_isCut) return;
            var asked = new ConcurrentDictionary<int, (short Key, short Version)>(); // the requests whose answers are looked at, by correlation id
            var there = PumpAsync(client.GetStream(), broker.GetStream(), request => Note(request, asked));
            var back = PumpAsync(broker.GetStream(), client.GetStream(), response => Rewrite(response, asked));
            await Task.WhenAny(there, back);
            client.Close();
            broker.Close();
            await Task.WhenAll(there, back);
        }
        catch (Exception ended) when (ended is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // One side ended: so does the other.
        }
        client.Close();
        _connections.TryRemove(client, out _); // else its fault is told when the proxy is disposed
    }

    // A frame is its length, 4 bytes, and as many more.
    private async Task PumpAsync(NetworkStream from, NetworkStream to, Func<byte[], byte[]> look)
    {
        var length = new byte[4];
        while (true)
        {
            await from.ReadExactlyAsync(length, _stop.Token);
            var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            await from.ReadExactlyAsync(frame, _stop.Token);
            frame = look(frame);
            BinaryPrimitives.WriteInt32BigEndian(length, frame.Length);
            await to.WriteAsync((byte[])[.. length, .. frame], _stop.Token);
        }
    }

    // A request begins with its number, its version and its correlation id.
    private byte[] Note(byte[] request, ConcurrentDictionary<int, (short Key, short Version)> asked)
    {
        var key = BinaryPrimitives.ReadInt16BigEndian(request);
        if (key is ApiVersions or ConsumerGroupHeartbeat)
            asked[BinaryPrimitives.ReadInt32BigEndian(request.AsSpan(4))] = (key, BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(2)));
        if (key == ConsumerGroupHeartbeat && RefusesConsumerProtocol) Misdirect(request);
        return request;
    }

    // To another group, so that none of that name comes to be. The header ends with the client id (its length, 2) and tags (1); then comes
    // the group's name (its length and one more, 1).
    private static void Misdirect(byte[] heartbeat)
    {
        var name = 8 + 2 + BinaryPrimitives.ReadInt16BigEndian(heartbeat.AsSpan(8)) + 1 + 1;
        heartbeat[name] = (byte)'~';
    }

    private byte[] Rewrite(byte[] response, ConcurrentDictionary<int, (short Key, short Version)> asked)
    {
        if (!asked.TryRemove(BinaryPrimitives.ReadInt32BigEndian(response), out var request)) return response;
        if (request.Key == ApiVersions && Hidden.Count > 0) return Hide(response, request.Version, Hidden);
        // Correlation id (4), tags (1), throttling (4), error (2).
        if (request.Key == ConsumerGroupHeartbeat && RefusesConsumerProtocol) BinaryPrimitives.WriteInt16BigEndian(response.AsSpan(9), UnsupportedVersion);
        return response;
    }

    // Version 3: correlation id (4), error (2), how many and one more (1), each: number, least and greatest version, tags (2 + 2 + 2 + 1), and what follows.
    private static byte[] Hide(byte[] response, short version, IReadOnlySet<short> hidden)
    {
        const int Count = 6;
        const int EntryBytes = 7;
        if (version != 3) throw new NotSupportedException($"A client asked with version {version} what is spoken, and this proxy reads version 3.");
        var end = Count + 1 + ((response[Count] - 1) * EntryBytes);
        var kept = response[(Count + 1)..end].Chunk(EntryBytes).Where(entry => !hidden.Contains(BinaryPrimitives.ReadInt16BigEndian(entry))).ToList();
        return [.. response[..Count], (byte)(kept.Count + 1), .. kept.SelectMany(entry => entry), .. response[end..]];
    }
}
