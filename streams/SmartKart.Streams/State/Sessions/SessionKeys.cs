using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Sessions;

/// <summary>
/// The keys of a session store's bytes:
/// <code>
/// key   as its serde writes it
/// end   8 bytes, big-endian, sign bit flipped: ms since 1970
/// start 8 bytes, likewise
/// </code>
/// The end comes first: a session is looked for by when it ended, and dropped by it.
/// </summary>
internal static class SessionKeys
{
    /// <summary>The bytes after the key.</summary>
    internal const int SuffixBytes = 2 * KeyTime.Bytes;

    /// <summary>Where a session's key holds its end.</summary>
    internal static KeyTime Time { get; } = new(SuffixBytes);

    /// <summary>Appends end and start to a key's bytes.</summary>
    public static void AppendSuffix(ByteBuffer key, long startMs, long endMs)
    {
        var suffix = key.GetSpan(SuffixBytes);
        KeyTime.Write(suffix, endMs);
        KeyTime.Write(suffix[KeyTime.Bytes..], startMs);
        key.Advance(SuffixBytes);
    }

    /// <summary>The key's own bytes.</summary>
    public static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> bytes) => bytes[..^SuffixBytes];

    /// <summary>The session's bounds.</summary>
    public static Window WindowOf(ReadOnlySpan<byte> bytes) => new(KeyTime.Read(bytes[^KeyTime.Bytes..]), KeyTime.Read(bytes[^SuffixBytes..]));

    /// <summary>The range of one key's sessions that end then or later: it fills both buffers, of which the first holds the key's bytes.</summary>
    public static BytesRange RangeOf(ByteBuffer key, ByteBuffer last, long earliestEndMs, bool reverse)
    {
        last.Set(key.Written);
        AppendSuffix(key, long.MinValue, earliestEndMs);
        AppendSuffix(last, long.MaxValue, long.MaxValue);
        return new BytesRange { From = key.WrittenMemory, To = last.WrittenMemory, Reverse = reverse, TimeFromMs = earliestEndMs, TimeToMs = long.MaxValue };
    }
}
