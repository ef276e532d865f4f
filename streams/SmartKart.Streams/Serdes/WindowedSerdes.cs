using System.Buffers;
using System.Buffers.Binary;

namespace SmartKart.Streams;

/// <summary>The key's bytes, then the window's start: 8 bytes, big-endian, ms since 1970. Kafka Streams' own layout.</summary>
internal sealed class TimeWindowedSerde<K>(ISerde<K> keys, long sizeMs) : ISerde<Windowed<K>>, IWindowedSerde<Windowed<K>>
{
    private const int SuffixBytes = sizeof(long);

    public void Serialize(Windowed<K> value, IBufferWriter<byte> output)
    {
        keys.Serialize(value.Key, output);
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(SuffixBytes), value.Window.StartMs);
        output.Advance(SuffixBytes);
    }

    public void SerializeKey(Windowed<K> windowed, IBufferWriter<byte> output) => keys.Serialize(windowed.Key, output);

    public Window WindowOf(Windowed<K> windowed) => windowed.Window;

    public Windowed<K> Deserialize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < SuffixBytes) throw SerializationException.TooShort("A key in a window", SuffixBytes, bytes.Length);
        var startMs = BinaryPrimitives.ReadInt64BigEndian(bytes[^SuffixBytes..]);
        var endMs = startMs > long.MaxValue - sizeMs ? long.MaxValue : startMs + sizeMs;
        return new Windowed<K>(keys.Deserialize(bytes[..^SuffixBytes]), new Window(startMs, endMs));
    }
}

/// <summary>The key's bytes, then the session's end and its start: 8 bytes each, big-endian, ms since 1970. Kafka Streams' own layout.</summary>
internal sealed class SessionWindowedSerde<K>(ISerde<K> keys) : ISerde<Windowed<K>>, IWindowedSerde<Windowed<K>>
{
    private const int SuffixBytes = 2 * sizeof(long);

    public void Serialize(Windowed<K> value, IBufferWriter<byte> output)
    {
        keys.Serialize(value.Key, output);
        var suffix = output.GetSpan(SuffixBytes);
        BinaryPrimitives.WriteInt64BigEndian(suffix, value.Window.EndMs);
        BinaryPrimitives.WriteInt64BigEndian(suffix[sizeof(long)..], value.Window.StartMs);
        output.Advance(SuffixBytes);
    }

    public void SerializeKey(Windowed<K> windowed, IBufferWriter<byte> output) => keys.Serialize(windowed.Key, output);

    public Window WindowOf(Windowed<K> windowed) => windowed.Window;

    public Windowed<K> Deserialize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < SuffixBytes) throw SerializationException.TooShort("A key in a session", SuffixBytes, bytes.Length);
        var suffix = bytes[^SuffixBytes..];
        var window = new Window(BinaryPrimitives.ReadInt64BigEndian(suffix[sizeof(long)..]), BinaryPrimitives.ReadInt64BigEndian(suffix));
        return new Windowed<K>(keys.Deserialize(bytes[..^SuffixBytes]), window);
    }
}
