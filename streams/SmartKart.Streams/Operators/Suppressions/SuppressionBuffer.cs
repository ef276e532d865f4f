using System.Buffers.Binary;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.StreamTimes;

namespace SmartKart.Streams.Operators.Suppressions;

/// <summary>
/// Changes that are held back, the first due first: of each key the last, at the place of its first. In memory, with a changelog.
/// Beside the entries, as <see cref="HeldChange{V}"/> draws them, its bytes hold:
/// <code>
/// 2 ‖ key → the time of the key's entry, 8 bytes, big-endian
/// </code>
/// </summary>
internal sealed class SuppressionBuffer<K, V>(string name, ISerde<K> keySerde, ISerde<V> valueSerde) : TimeOrderedStore(name)
{
    private const byte IndexPrefix = 2;
    private readonly ByteBuffer _indexKey = new();
    private readonly ByteBuffer _time = new(sizeof(long));
    private readonly ByteBuffer _key = new();
    private readonly ByteBuffer _entry = new();
    private readonly ByteBuffer _heldBefore = new();

    /// <summary>How many changes wait.</summary>
    public long Count { get; private set; }

    /// <summary>How many bytes they take, keys included.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Holds a change back, in place of one of its key that waits.</summary>
    /// <param name="timeMs">The time from which it waits, unless one of its key waits already.</param>
    /// <param name="record">The change.</param>
    public void Put(long timeMs, in Record<K, Change<V>> record)
    {
        WriteIndexKey(record.Key);
        var isHeld = TryFindHeld(out var heldMs, _heldBefore);
        if (!isHeld)
        {
            heldMs = timeMs;
            Span<byte> time = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(time, timeMs);
            Writes.Put(_indexKey.Written, time);
            Count++;
            SizeBytes += Key.Length;
        }
        HeldChange<V>.Write(record, isHeld ? _heldBefore.Written : default, valueSerde, _entry);
        SizeBytes += _entry.Count - (isHeld ? _heldBefore.Count : 0);
        Put(heldMs, Key, _entry.Written);
    }

    /// <summary>Takes the first change out, if it is due.</summary>
    /// <param name="untilMs">The latest time that is due.</param>
    /// <param name="record">The change. Its old value is what was let out of the key before.</param>
    public bool TryTake(long untilMs, out Record<K, Change<V>> record)
    {
        record = default;
        if (!TryTake(untilMs, out _, _key, _entry)) return false;
        _indexKey.Clear();
        _indexKey.Append([IndexPrefix]);
        _indexKey.Append(_key.Written);
        Writes.Delete(_indexKey.Written);
        Count--;
        SizeBytes -= _key.Count + _entry.Count;
        record = HeldChange<V>.Read(keySerde.Deserialize(_key.Written), _entry.Written, valueSerde);
        return true;
    }

    /// <summary>What was let out of a key before the change that waits.</summary>
    /// <param name="key">The key.</param>
    /// <param name="prior">It; none where the key was deleted, or unknown.</param>
    /// <returns>Whether a change of the key waits.</returns>
    public bool TryGetPrior(K key, out Optional<V> prior)
    {
        prior = default;
        WriteIndexKey(key);
        if (!TryFindHeld(out _, _heldBefore)) return false;
        prior = HeldChange<V>.ReadPrior(_heldBefore.Written, valueSerde);
        return true;
    }

    /// <inheritdoc />
    protected override void Load()
    {
        base.Load();
        (Count, SizeBytes) = (0, 0);
        using var entries = Entries();
        while (entries.MoveNext())
        {
            Count++;
            SizeBytes += KeyOf(entries.Key).Length + entries.Value.Length;
        }
    }

    private ReadOnlySpan<byte> Key => _indexKey.Written[1..];

    private bool TryFindHeld(out long heldMs, ByteBuffer held)
    {
        heldMs = 0;
        if (!Writes.TryGet(_indexKey.Written, _time)) return false;
        heldMs = BinaryPrimitives.ReadInt64BigEndian(_time.Written);
        return TryGet(heldMs, Key, held);
    }

    private void WriteIndexKey(K key)
    {
        _indexKey.Clear();
        _indexKey.Append([IndexPrefix]);
        keySerde.Serialize(key, _indexKey);
    }
}
