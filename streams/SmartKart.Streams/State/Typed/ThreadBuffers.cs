using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Typed;

/// <summary>
/// A few buffers per thread, for the length of one store operation: keys are serialized into them and values read. So that a store's own
/// thread and those that query it run the same code, allocate nothing and share nothing. No operation calls another in between.
/// </summary>
internal static class ThreadBuffers
{
    [ThreadStatic]
    private static ByteBuffer? _key;

    [ThreadStatic]
    private static ByteBuffer? _otherKey;

    [ThreadStatic]
    private static ByteBuffer? _value;

    /// <summary>For a key, or a range's first; empty.</summary>
    public static ByteBuffer Key => Empty(ref _key);

    /// <summary>For a range's last key; empty.</summary>
    public static ByteBuffer OtherKey => Empty(ref _otherKey);

    /// <summary>For a value; empty.</summary>
    public static ByteBuffer Value => Empty(ref _value);

    private static ByteBuffer Empty(ref ByteBuffer? buffer)
    {
        const int kept = 1 << 20; // one huge value must not stay with the thread for good
        if (buffer is null || buffer.Count > kept) return buffer = new ByteBuffer();
        buffer.Clear();
        return buffer;
    }
}
