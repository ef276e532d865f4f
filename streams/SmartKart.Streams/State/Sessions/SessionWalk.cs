using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.Sessions;

/// <summary>
/// A walk over sessions for operators, which make one per record: it is on the stack, and its cursor goes back to its pool. It has one
/// holder, who disposes of it: a copy would go on with a cursor that walks for somebody else by then.
/// </summary>
/// <param name="cursor">Their bytes.</param>
/// <param name="keyLength">The bytes of the one key that counts: longer ones lie between its sessions; negative for any.</param>
/// <param name="latestStartMs">Sessions that start later do not count.</param>
/// <param name="values">How values lie in bytes.</param>
internal struct SessionWalk<V>(IBytesCursor cursor, int keyLength, long latestStartMs, IStoredValues<V> values) : IDisposable
{
    private IBytesCursor? _cursor = cursor;

    /// <summary>The bytes of the key at hand. Valid until the walk goes on.</summary>
    public readonly ReadOnlySpan<byte> Key => SessionKeys.KeyOf(_cursor!.Key); // at a session it is open

    /// <summary>The bounds of the session at hand.</summary>
    public Window Window { get; private set; }

    /// <summary>What it holds.</summary>
    public V Value { get; private set; } = default!; // read after MoveNext alone

    /// <summary>Goes on to the next; false at the end.</summary>
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_cursor is null, typeof(SessionWalk<V>));
        while (_cursor.MoveNext())
        {
            var key = _cursor.Key;
            if (keyLength >= 0 && key.Length != keyLength + SessionKeys.SuffixBytes) continue;
            var window = SessionKeys.WindowOf(key);
            if (window.StartMs > latestStartMs) continue;
            (Window, Value) = (window, values.Deserialize(_cursor.Value));
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
