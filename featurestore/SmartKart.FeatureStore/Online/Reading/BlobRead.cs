using System.Buffers;
using System.Runtime.CompilerServices;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Reading;

/// <summary>
/// The keys of a read and, afterwards, their values: all in one round trip, from a cluster one per node at once. Reusable, of one call at a
/// time. Hot path: per key.
/// </summary>
internal sealed class BlobRead
{
    private readonly ArrayBufferWriter<byte> _keys = new(1024);
    private readonly RespCommands _commands = new();
    private readonly ClusterRead _cluster;
    private readonly List<RespReplies> _replies = [];
    private int[] _ends = new int[16];
    private Place[] _values = new Place[16];

    public BlobRead() => _cluster = new ClusterRead(this);

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>Where the next key is to be written, before <see cref="EndKey"/>.</summary>
    public IBufferWriter<byte> Keys => _keys;

    /// <summary>What was written since the key before is a key.</summary>
    /// <returns>Its number.</returns>
    public int EndKey()
    {
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, 2 * Count);
            Array.Resize(ref _values, 2 * Count);
        }
        _ends[Count] = _keys.WrittenCount;
        _values[Count] = default;
        return Count++;
    }

    /// <summary>A key, by its number.</summary>
    public ReadOnlySpan<byte> Key(int key) => _keys.WrittenSpan[(key == 0 ? 0 : _ends[key - 1]).._ends[key]];

    /// <summary>A key's value.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(int key, out ReadOnlySpan<byte> value)
    {
        var place = _values[key];
        value = place.Reply == 0 ? default : _replies[place.Reply - 1].Bytes.Slice(place.Offset, place.Length);
        return place.Reply != 0;
    }

    /// <summary>Drops keys and values.</summary>
    public void Clear()
    {
        foreach (var replies in _replies) replies.Dispose();
        _replies.Clear();
        _keys.ResetWrittenCount();
        Count = 0;
    }

    /// <summary>Asks for all keys.</summary>
    /// <exception cref="OnlineStoreException">There is no answer in time, or it is an error.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(RedisClient client, Deadline deadline, CancellationToken cancel)
    {
        if (client.IsCluster)
        {
            await _cluster.SendAsync(client, deadline, cancel);
            return;
        }
        var node = client.Primary;
        _commands.Clear();
        _commands.Begin(1 + Count).Add("MGET"u8);
        for (var key = 0; key < Count; key++) _commands.Add(Key(key));
        var replies = await node.SendAsync(_commands, deadline, cancel);
        _replies.Add(replies);
        Take(node, replies);
    }

    /// <summary>Keeps the replies of a node, in which values will lie.</summary>
    /// <returns>What <see cref="Place"/> names them by.</returns>
    internal int Hold(in RespReplies replies)
    {
        _replies.Add(replies);
        return _replies.Count;
    }

    /// <summary>Says where a key's value lies.</summary>
    internal void Set(int key, in Place place) => _values[key] = place;

    private void Take(RedisNode node, in RespReplies replies)
    {
        var reader = replies.Reader;
        if (reader.Read() == RespKind.Error) throw RedisFaults.Of(node.Name, reader.Text);
        for (var key = 0; key < Count; key++)
        {
            _values[key] = reader.Read() == RespKind.Bytes ? new Place(_replies.Count, reader.Offset, reader.Length) : default;
        }
    }

    /// <summary>Where a value lies.</summary>
    /// <param name="Reply">Which node's replies, from 1; 0 for no value.</param>
    /// <param name="Offset">Within them.</param>
    /// <param name="Length">In bytes.</param>
    internal readonly record struct Place(int Reply, int Offset, int Length);
}
