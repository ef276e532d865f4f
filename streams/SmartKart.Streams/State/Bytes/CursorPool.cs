namespace SmartKart.Streams.State.Bytes;

/// <summary>Cursors that have walked, kept for the next walk: joins and windows walk once per record. Any thread.</summary>
internal sealed class CursorPool<T>
    where T : class
{
    private const int Kept = 16; // walks open at once, beyond which cursors are made and dropped
    private readonly Lock _guard = new(); // guards the two below; a leaf
    private readonly T[] _idle = new T[Kept];
    private int _count;

    /// <summary>Takes one out; null where all are walking.</summary>
    public T? Take()
    {
        lock (_guard) return _count == 0 ? null : _idle[--_count];
    }

    /// <summary>Puts one back.</summary>
    public void Return(T cursor)
    {
        lock (_guard)
            if (_count < Kept)
                _idle[_count++] = cursor;
    }
}
