using System.Buffers;
using System.Runtime.CompilerServices;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Reading;

/// <summary>
/// The keys of a read and, afterwards, the values of their fields: all in one round trip, from a cluster one per node at once. Reusable, of one
/// call at a time. Hot path: per key.
/// </summary>
internal sealed class BlobRead
{
    private readonly ArrayBufferWriter<byte> _keys = new(1024);
    private readonly RespCommands _commands = new();
    private readonly ClusterRead _cluster;
    private readonly List<RespReplies> _replies = [];
    private Hash[] _hashes = new Hash[16];
    private Place[] _values = new Place[16];

    public BlobRead() => _cluster = new ClusterRead(this);

    /// <summary>How many keys there are.</summary>
    public int Keys { get; private set; }

    /// <summary>How many values: the fields of all keys.</summary>
    public int Count { get; private set; }

    /// <summary>Where the next key is to be written, before <see cref="EndKey"/>.</summary>
    public IBufferWriter<byte> NextKey => _keys;

    /// <summary>What was written since the key before is a key.</summary>
    /// <param name="fields">What is read of it.</param>
    /// <returns>The number of the first field's value; the others' follow.</returns>
    public int EndKey(HashFields fields)
    {
        if (Keys == _hashes.Length) Array.Resize(ref _hashes, 2 * Keys);
        var first = Count;
        _hashes[Keys++] = new Hash(_keys.WrittenCount, first, fields);
        Count += fields.Count;
        if (Count > _values.Length) Array.Resize(ref _values, Math.Max(Count, 2 * _values.Length));
        _values.AsSpan(first, fields.Count).Clear();
        return first;
    }

    /// <summary>A key, by its number.</summary>
    public ReadOnlySpan<byte> Key(int key) => _keys.WrittenSpan[(key == 0 ? 0 : _hashes[key - 1].End).._hashes[key].End];

    /// <summary>The key that a value is of. For messages: it looks for it.</summary>
    public ReadOnlySpan<byte> KeyOf(int value)
    {
        var key = 0;
        while (key + 1 < Keys && _hashes[key + 1].First <= value) key++;
        return Key(key);
    }

    /// <summary>A value, by its number.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(int value, out ReadOnlySpan<byte> bytes)
    {
        var place = _values[value];
        bytes = place.Reply == 0 ? default : _replies[place.Reply - 1].Bytes.Slice(place.Offset, place.Length);
        return place.Reply != 0;
    }

    /// <summary>Drops keys and values.</summary>
    public void Clear()
    {
        foreach (var replies in _replies) replies.Dispose();
        _replies.Clear();
        _keys.ResetWrittenCount();
        (Keys, Count) = (0, 0);
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
        for (var key = 0; key < Keys; key++) AppendTo(_commands, key);
        var replies = await node.SendAsync(_commands, deadline, cancel);
        Take(node, replies, Hold(replies));
    }

    /// <summary>Adds the command that asks for a key.</summary>
    internal void AppendTo(RespCommands commands, int key) => _hashes[key].Fields.AppendTo(commands, Key(key));

    /// <summary>Keeps the replies of a node, in which values will lie.</summary>
    /// <returns>What <see cref="TryTake"/> names them by.</returns>
    internal int Hold(in RespReplies replies)
    {
        _replies.Add(replies);
        return _replies.Count;
    }

    /// <summary>Takes the reply to a key's command, which is the next one.</summary>
    /// <returns>Whether it is none that says an error; that is then what the reader has read.</returns>
    internal bool TryTake(int key, ref RespReader reader, int held)
    {
        ref readonly var hash = ref _hashes[key];
        var kind = reader.Read();
        if (kind == RespKind.Error) return false;
        if (hash.Fields.Count == 1)
        {
            _values[hash.First] = PlaceOf(kind, reader, held);
            return true;
        }
        for (var field = 0; field < hash.Fields.Count; field++) _values[hash.First + field] = PlaceOf(reader.Read(), reader, held);
        return true;
    }

    private void Take(RedisNode node, in RespReplies replies, int held)
    {
        var reader = replies.Reader;
        for (var key = 0; key < Keys; key++)
        {
            if (!TryTake(key, ref reader, held)) throw RedisFaults.Of(node.Name, reader.Text);
        }
    }

    private static Place PlaceOf(RespKind kind, in RespReader reader, int held) =>
        kind == RespKind.Bytes ? new Place(held, reader.Offset, reader.Length) : default;

    /// <summary>A key and what is read of it.</summary>
    /// <param name="End">Where it ends among all keys' bytes.</param>
    /// <param name="First">The number of its first value.</param>
    /// <param name="Fields">Its fields.</param>
    private readonly record struct Hash(int End, int First, HashFields Fields);

    /// <summary>Where a value lies.</summary>
    /// <param name="Reply">Which node's replies, from 1; 0 for no value.</param>
    /// <param name="Offset">Within them.</param>
    /// <param name="Length">In bytes.</param>
    private readonly record struct Place(int Reply, int Offset, int Length);
}
