using System.Buffers;
using SmartKart.Streams;

namespace SmartKart.Topologies.Events;

/// <summary>
/// A record's key or value as it came, for a processor that reads bytes itself. They are lent: who takes them last gives them back, so that
/// reading allocates nothing; those that are not given back are only garbage. Hot path: per record. One thread at a time.
/// </summary>
public sealed class RawBytes
{
    private const int KeptMax = 64;         // of a thread: a task holds one ahead for each partition
    private const int KeptBytesMax = 64 * 1024;

    [ThreadStatic]
    private static Stack<RawBytes>? idle;

    private byte[] _bytes = new byte[256];
    private int _length;

    private RawBytes() { }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    /// <summary>How records' bytes become these, and back.</summary>
    public static ISerde<RawBytes> Serde { get; } = new RawSerde();

    /// <summary>Lends a copy.</summary>
    public static RawBytes CopyOf(ReadOnlySpan<byte> bytes)
    {
        var raw = idle is { Count: > 0 } some ? some.Pop() : new RawBytes();
        if (raw._bytes.Length < bytes.Length) raw._bytes = new byte[Math.Max(bytes.Length, 2 * raw._bytes.Length)];
        bytes.CopyTo(raw._bytes);
        raw._length = bytes.Length;
        return raw;
    }

    /// <summary>Gives it back: it must not be used any more.</summary>
    public void Return()
    {
        idle ??= new Stack<RawBytes>(KeptMax);
        if (idle.Count < KeptMax && _bytes.Length <= KeptBytesMax) idle.Push(this);
    }

    private sealed class RawSerde : ISerde<RawBytes>
    {
        public void Serialize(RawBytes value, IBufferWriter<byte> output) => output.Write(value.Span);

        public RawBytes Deserialize(ReadOnlySpan<byte> bytes) => CopyOf(bytes);
    }
}
