using System.Buffers.Binary;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.StreamTimes;

namespace SmartKart.Streams.Operators.Aggregation;

/// <summary>
/// The windows whose final results are still to be forwarded, first to close first. Its entries: the window's end as the time, then 8
/// bytes of its start, then the key as its serde writes it; no value.
/// </summary>
internal sealed class OpenWindows<K>(string name, ISerde<K> keySerde) : TimeOrderedStore(name)
{
    private readonly ByteBuffer _key = new();
    private readonly ByteBuffer _nothing = new(1);

    /// <summary>There is a window to be told of once it has closed.</summary>
    public void Add(in Windowed<K> windowed) => Put(windowed.Window.EndMs, Write(windowed), default);

    /// <summary>The window is no more.</summary>
    public void Remove(in Windowed<K> windowed) => Remove(windowed.Window.EndMs, Write(windowed));

    /// <summary>Takes the next window out that has closed.</summary>
    /// <param name="earliestOpenEndMs">Windows that end before this have closed.</param>
    /// <param name="windowed">It.</param>
    public bool TryTakeClosed(long earliestOpenEndMs, out Windowed<K> windowed)
    {
        windowed = default;
        if (!TryTake(earliestOpenEndMs - 1, out var endMs, _key, _nothing)) return false;
        windowed = new Windowed<K>(keySerde.Deserialize(_key.Written[sizeof(long)..]), new Window(BinaryPrimitives.ReadInt64BigEndian(_key.Written), endMs));
        return true;
    }

    private ReadOnlySpan<byte> Write(in Windowed<K> windowed)
    {
        _key.Clear();
        BinaryPrimitives.WriteInt64BigEndian(_key.GetSpan(sizeof(long)), windowed.Window.StartMs);
        _key.Advance(sizeof(long));
        keySerde.Serialize(windowed.Key, _key);
        return _key.Written;
    }
}
