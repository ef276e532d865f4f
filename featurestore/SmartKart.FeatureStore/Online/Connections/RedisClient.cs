using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Connections;

/// <summary>
/// The servers: one, with others that may take its place, or the nodes of a cluster. Says which node a key is to be asked of. Thread safe.
/// </summary>
/// <param name="settings">Where they are, and how to get in.</param>
/// <param name="connectTimeout">How long an attempt to connect may take.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where to say what it does.</param>
/// <param name="links">Connections to a server, at most.</param>
internal sealed class RedisClient(
    RedisConnectionString settings, TimeSpan connectTimeout, TimeProvider time, ILogger log, int links = 1) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<RedisEndpoint, RedisNode> _nodes = new();
    private readonly Lock _gate = new();            // guards _reading
    private SlotMap? _map;
    private Task<SlotMap>? _reading;
    private int _primary;

    /// <summary>Whether keys are spread over the nodes of a cluster.</summary>
    public bool IsCluster => settings.IsCluster;

    /// <summary>For messages.</summary>
    public string Name { get; } = settings.ToString();

    /// <summary>Where there is no cluster: the server that all keys are asked of.</summary>
    public RedisNode Primary => Node(settings.Endpoints[Volatile.Read(ref _primary)]);

    /// <summary>The node at an address.</summary>
    public RedisNode Node(RedisEndpoint endpoint) => _nodes.TryGetValue(endpoint, out var node)
        ? node
        : _nodes.GetOrAdd(endpoint, static (at, client) => client.NewNode(at), this);

    /// <summary>Makes ready to say where keys are: reads a cluster's layout, if that isn't known.</summary>
    /// <exception cref="OnlineStoreException">No node answers.</exception>
    public ValueTask PrepareAsync(in Deadline deadline, CancellationToken cancel) =>
        !IsCluster || Volatile.Read(ref _map) is not null ? ValueTask.CompletedTask : ReadMapAsync(deadline, cancel);

    /// <summary>The node that has a slot, once <see cref="PrepareAsync"/> has run.</summary>
    /// <exception cref="OnlineStoreUnavailableException">None has.</exception>
    public RedisNode NodeOf(int slot)
    {
        if (!IsCluster) return Primary;
        if (Volatile.Read(ref _map)?[slot] is { } endpoint) return Node(endpoint);
        Forget();
        throw new OnlineStoreUnavailableException(Name, $"No node of the cluster at {Name} has slot {slot}. Assign all slots (redis-cli --cluster fix).");
    }

    /// <summary>A node failed, or said that it is no primary, or that keys are elsewhere: look anew the next time.</summary>
    public void Forget(RedisNode? failed = null)
    {
        if (IsCluster) Volatile.Write(ref _map, null);
        else if (failed is not null && settings.Endpoints.Count > 1)
        {
            var at = Volatile.Read(ref _primary);
            if (settings.Endpoints[at] == failed.Endpoint) Interlocked.CompareExchange(ref _primary, (at + 1) % settings.Endpoints.Count, at);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values) await node.DisposeAsync();
    }

    private RedisNode NewNode(RedisEndpoint endpoint) => new(endpoint, settings, connectTimeout, time, log, links);

    private async ValueTask ReadMapAsync(Deadline deadline, CancellationToken cancel)
    {
        Task<SlotMap> reading;
        lock (_gate)
        {
            if (_reading is not { IsCompleted: false }) _reading = AskForMapAsync();
            reading = _reading;
        }
        try
        {
            await reading.WaitAsync(deadline.Left > TimeSpan.Zero ? deadline.Left : TimeSpan.Zero, time, cancel);
        }
        catch (TimeoutException)
        {
            throw deadline.Passed(Name);
        }
    }

    // Any node knows; those that were configured are asked first.
    private async Task<SlotMap> AskForMapAsync()
    {
        await Task.Yield();
        OnlineStoreException? last = null;
        foreach (var endpoint in settings.Endpoints.Concat(_nodes.Keys).Distinct().ToArray())
        {
            try
            {
                var map = await AskForMapAsync(Node(endpoint));
                Volatile.Write(ref _map, map);
                Log.LayoutRead(log, endpoint.ToString(), map.Nodes);
                return map;
            }
            catch (OnlineStoreException fault)
            {
                last = fault;
            }
        }
        throw new OnlineStoreUnavailableException(Name, $"No node of the cluster at {Name} tells its layout; the last one asked: {last!.Message}", cause: last);
    }

    private async Task<SlotMap> AskForMapAsync(RedisNode node)
    {
        var deadline = new Deadline(time, connectTimeout, nameof(RedisOptions.ConnectTimeout));
        using var replies = await node.SendAsync(new RespCommands().Append("CLUSTER", "SLOTS"), deadline, CancellationToken.None);
        var reader = replies.Reader;
        if (reader.Read() == RespKind.Error) throw RedisFaults.Of(node.Name, reader.Text);
        try
        {
            return SlotMap.Read(replies.Reader, node.Endpoint);
        }
        catch (FormatException fault)
        {
            throw RedisFaults.Garbled(node.Name, fault);
        }
    }
}
