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
            var asked = new ConcurrentDictionary<int, short>(); // the requests for what is spoken, by correlation id, with their version
            var hidden = Hidden;
            var there = PumpAsync(client.GetStream(), broker.GetStream(), request => Note(request, asked));
            var back = PumpAsync(broker.GetStream(), client.GetStream(), response => Rewrite(response, asked, hidden));
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
    private static byte[] Note(byte[] request, ConcurrentDictionary<int, short> asked)
    {
        if (BinaryPrimitives.ReadInt16BigEndian(request) == ApiVersions)
            asked[BinaryPrimitives.ReadInt32BigEndian(request.AsSpan(4))] = BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(2));
        return request;
    }

    // Version 3: correlation id (4), error (2), how many and one more (1), each: number, least and greatest version, tags (2 + 2 + 2 + 1), and what follows.
    private static byte[] Rewrite(byte[] response, ConcurrentDictionary<int, short> asked, IReadOnlySet<short> hidden)
    {
        const int Count = 6;
        const int EntryBytes = 7;
        if (hidden.Count == 0 || !asked.TryRemove(BinaryPrimitives.ReadInt32BigEndian(response), out var version)) return response;
        if (version != 3) throw new NotSupportedException($"A client asked with version {version} what is spoken, and this proxy reads version 3.");
        var end = Count + 1 + ((response[Count] - 1) * EntryBytes);
        var kept = response[(Count + 1)..end].Chunk(EntryBytes).Where(entry => !hidden.Contains(BinaryPrimitives.ReadInt16BigEndian(entry))).ToList();
        return [.. response[..Count], (byte)(kept.Count + 1), .. kept.SelectMany(entry => entry), .. response[end..]];
    }
}
