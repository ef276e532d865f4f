using System.Buffers.Binary;
using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Windowed;

/// <summary>
/// The keys of a window store's bytes:
/// <code>
/// key      as its serde writes it
/// start    8 bytes, big-endian, sign bit flipped: ms since 1970
/// sequence 4 bytes, big-endian: 0, or what tells duplicates apart
/// </code>
/// A key's windows lie side by side by start; between two of them may lie those of longer keys that begin with the same bytes, and
/// their length tells them.
/// </summary>
internal static class WindowKeys
{
    /// <summary>The bytes after the key.</summary>
    internal const int SuffixBytes = KeyTime.Bytes + sizeof(uint);

    private const uint LastSequence = uint.MaxValue;

    /// <summary>Where a window's key holds its start.</summary>
    internal static KeyTime Time { get; } = new(SuffixBytes);

    /// <summary>Appends start and sequence to a key's bytes.</summary>
    public static void AppendSuffix(ByteBuffer key, long startMs, uint sequence)
    {
        var suffix = key.GetSpan(SuffixBytes);
        KeyTime.Write(suffix, startMs);
        BinaryPrimitives.WriteUInt32BigEndian(suffix[KeyTime.Bytes..], sequence);
        key.Advance(SuffixBytes);
    }

    /// <summary>The key's own bytes.</summary>
    public static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> bytes) => bytes[..^SuffixBytes];

    /// <summary>The range of one key's windows: it fills both buffers, of which the first holds the key's bytes.</summary>
    public static BytesRange RangeOf(ByteBuffer key, ByteBuffer last, long fromMs, long toMs, bool reverse)
    {
        last.Set(key.Written);
        AppendSuffix(key, fromMs, 0);
        AppendSuffix(last, toMs, LastSequence);
        return new BytesRange { From = key.WrittenMemory, To = last.WrittenMemory, Reverse = reverse, TimeFromMs = fromMs, TimeToMs = toMs };
    }

    /// <summary>
    /// A range that holds all windows of the keys up to this one: a key's windows lie after those of a key it begins with or before
    /// them, as its next byte is to a start's first, so the bound is cut where the key's bytes could be less than a start's.
    /// </summary>
    public static void AppendUpperBound(ByteBuffer bound, ReadOnlySpan<byte> lastKey, int suffixBytes)
    {
        var kept = Math.Min(1, lastKey.Length);
        while (kept < lastKey.Length && lastKey[kept] == byte.MaxValue) kept++;
        bound.Append(lastKey[..kept]);
        bound.GetSpan(suffixBytes)[..suffixBytes].Fill(byte.MaxValue);
        bound.Advance(suffixBytes);
    }
}
