using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.Windowed;

/// <summary>
/// A walk over one key's windows for operators, which make one per record: it is on the stack, and its cursor goes back to its pool. It has
/// one holder, who disposes of it: a copy would go on with a cursor that walks for somebody else by then.
/// </summary>
/// <param name="cursor">The windows' bytes.</param>
/// <param name="keyLength">The bytes of the key.</param>
/// <param name="values">How values lie in bytes.</param>
internal struct WindowWalk<V>(IBytesCursor cursor, int keyLength, IStoredValues<V> values) : IDisposable
{
    private readonly int _keyBytes = keyLength + WindowKeys.SuffixBytes;
    private IBytesCursor? _cursor = cursor;

    /// <summary>When the window at hand starts.</summary>
    public long StartMs { get; private set; }

    /// <summary>What it holds.</summary>
    public V Value { get; private set; } = default!; // read after MoveNext alone

    /// <summary>Goes on to the next; false at the end.</summary>
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_cursor is null, typeof(WindowWalk<V>));
        while (_cursor.MoveNext())
        {
            // What lies between two windows of the key and is as long begins with the key; what is longer is a longer key's.
            var key = _cursor.Key;
            if (key.Length != _keyBytes) continue;
            (StartMs, Value) = (WindowKeys.Time.Of(key), values.Deserialize(_cursor.Value));
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
}
