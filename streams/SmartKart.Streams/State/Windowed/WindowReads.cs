using System.Diagnostics.CodeAnalysis;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Segments;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.Windowed;

/// <summary>The reads of a window store: its own, and those of other threads. Any thread.</summary>
/// <param name="bytes">What is read.</param>
/// <param name="clock">Stream time as <paramref name="bytes"/> has it: before it less the retention there is nothing.</param>
/// <param name="life">Whether the store is open.</param>
/// <param name="settings">The store's settings.</param>
/// <param name="keys">The serde of keys.</param>
/// <param name="values">How values lie in bytes.</param>
internal sealed class WindowReads<K, V>(
    IBytesReader bytes, StreamClock clock, StoreLife life, WindowSettings settings, ISerde<K> keys, IStoredValues<V> values)
    : IReadOnlyWindowStore<K, V>
{
    /// <inheritdoc />
    public bool TryFetch(K key, long startMs, [MaybeNullWhen(false)] out V value)
    {
        life.ThrowIfClosed();
        value = default;
        if (startMs < clock.EarliestKeptMs(settings.RetentionMs)) return false;
        if (settings.RetainDuplicates) return TryFetchFirst(key, startMs, out value);
        var keyBytes = ThreadBuffers.Key;
        keys.Serialize(key, keyBytes);
        WindowKeys.AppendSuffix(keyBytes, startMs, 0);
        var valueBytes = ThreadBuffers.Value;
        if (!bytes.TryGet(keyBytes.Written, valueBytes)) return false;
        value = values.Deserialize(valueBytes.Written);
        return true;
    }

    /// <inheritdoc />
    public IKeyValueIterator<long, V> Fetch(K key, long fromMs, long toMs) => new WindowFetch<V>(Walk(key, fromMs, toMs, reverse: false));

    /// <inheritdoc />
    public IKeyValueIterator<long, V> BackwardFetch(K key, long fromMs, long toMs) => new WindowFetch<V>(Walk(key, fromMs, toMs, reverse: true));

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> Fetch(K keyFrom, K keyTo, long fromMs, long toMs)
    {
        var first = ThreadBuffers.Key;
        keys.Serialize(keyFrom, first);
        var last = ThreadBuffers.OtherKey;
        keys.Serialize(keyTo, last);
        var (firstKey, lastKey) = (first.Written.ToArray(), last.Written.ToArray());
        last.Clear();
        WindowKeys.AppendUpperBound(last, lastKey, WindowKeys.SuffixBytes);
        var range = BytesRange.All with { From = first.WrittenMemory, To = firstKey.Length == 0 ? default(ReadOnlyMemory<byte>?) : last.WrittenMemory };
        return Scan(range, fromMs, toMs, firstKey, lastKey);
    }

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> FetchAll(long fromMs, long toMs) => Scan(BytesRange.All, fromMs, toMs, null, null);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> All() => FetchAll(long.MinValue, long.MaxValue);

    /// <summary>Walks a key's windows that start between these two times, without an iterator. Dispose of it.</summary>
    public WindowWalk<V> Walk(K key, long fromMs, long toMs, bool reverse)
    {
        life.ThrowIfClosed();
        var first = ThreadBuffers.Key;
        keys.Serialize(key, first);
        var keyLength = first.Count;
        var range = WindowKeys.RangeOf(first, ThreadBuffers.OtherKey, Math.Max(fromMs, clock.EarliestKeptMs(settings.RetentionMs)), toMs, reverse);
        return new WindowWalk<V>(bytes.Scan(range), keyLength, values);
    }

    private WindowScan<K, V> Scan(in BytesRange range, long fromMs, long toMs, byte[]? firstKey, byte[]? lastKey)
    {
        life.ThrowIfClosed();
        var timed = range with { TimeFromMs = Math.Max(fromMs, clock.EarliestKeptMs(settings.RetentionMs)), TimeToMs = toMs };
        return new WindowScan<K, V>(bytes.Scan(timed), settings.SizeMs, keys, values, firstKey, lastKey);
    }

    private bool TryFetchFirst(K key, long startMs, [MaybeNullWhen(false)] out V value)
    {
        using var windows = Walk(key, startMs, startMs, reverse: false);
        var found = windows.MoveNext();
        value = found ? windows.Value : default;
        return found;
    }
}

/// <summary>The settings of a window store.</summary>
/// <param name="RetentionMs">How long windows are kept after their start.</param>
/// <param name="SizeMs">How long a window is.</param>
/// <param name="RetainDuplicates">Puts of one key and start are kept beside each other.</param>
internal sealed record WindowSettings(long RetentionMs, long SizeMs, bool RetainDuplicates);
