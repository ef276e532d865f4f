using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.Windowed;

/// <summary>A walk over one key's windows, for whoever asks a store.</summary>
internal sealed class WindowFetch<V>(WindowWalk<V> windows) : IKeyValueIterator<long, V>
{
    private WindowWalk<V> _windows = windows;

    /// <inheritdoc />
    public KeyValuePair<long, V> Current => new(_windows.StartMs, _windows.Value);

    /// <inheritdoc />
    public bool MoveNext() => _windows.MoveNext();

    /// <inheritdoc />
    public void Dispose() => _windows.Dispose();
}

/// <summary>A walk over the windows of many keys.</summary>
/// <param name="cursor">Their bytes.</param>
/// <param name="sizeMs">How long a window is.</param>
/// <param name="keys">The serde of keys.</param>
/// <param name="values">How values lie in bytes.</param>
/// <param name="firstKey">The first key that counts; null for all.</param>
/// <param name="lastKey">The last key that counts; null for all.</param>
internal sealed class WindowScan<K, V>(
    IBytesCursor cursor, long sizeMs, ISerde<K> keys, IStoredValues<V> values, byte[]? firstKey, byte[]? lastKey) : IKeyValueIterator<Windowed<K>, V>
{
    private IBytesCursor? _cursor = cursor;

    /// <inheritdoc />
    public KeyValuePair<Windowed<K>, V> Current { get; private set; }

    /// <inheritdoc />
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_cursor is null, this);
        while (_cursor.MoveNext())
        {
            var key = WindowKeys.KeyOf(_cursor.Key);
            if (firstKey is not null && key.SequenceCompareTo(firstKey) < 0 || lastKey is not null && key.SequenceCompareTo(lastKey) > 0) continue;
            var window = WindowAt(WindowKeys.Time.Of(_cursor.Key), sizeMs);
            Current = new(new Windowed<K>(keys.Deserialize(key), window), values.Deserialize(_cursor.Value));
            return true;
        }
        return false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _cursor?.Dispose();
        _cursor = null;
    }

    /// <summary>The window that starts then; one that would end after the end of time ends there.</summary>
    internal static Window WindowAt(long startMs, long sizeMs) => new(startMs, startMs > long.MaxValue - sizeMs ? long.MaxValue : startMs + sizeMs);
}
