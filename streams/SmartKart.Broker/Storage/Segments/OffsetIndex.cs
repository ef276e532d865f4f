using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SmartKart.Broker.Storage;

/// <summary>
/// Where in a segment a batch begins, for about one batch in every 4 KiB. Kafka's layout; numbers are big-endian.
/// <code>
///  0                          4                       8
/// ┌──────────────────────────┬───────────────────────┐
/// │ batch's base offset,     │ its position in       │  × entries, both rising
/// │ less the segment's       │ the log file, bytes   │
/// └──────────────────────────┴───────────────────────┘
/// </code>
/// </summary>
internal sealed class OffsetIndex(string path, long baseOffset) : IDisposable
{
    public const int EntryBytes = 8;

    private static readonly Func<ReadOnlySpan<byte>, long> OffsetOf = entry => BinaryPrimitives.ReadInt32BigEndian(entry);
    private static readonly Func<ReadOnlySpan<byte>, long> PositionOf = entry => BinaryPrimitives.ReadInt32BigEndian(entry[4..]);

    private readonly SparseIndex _entries = new(path, EntryBytes);

    public bool IsWhole => _entries.IsWhole;
    public long Count => _entries.Count;

    public void Append(long offset, int position)
    {
        Span<byte> entry = stackalloc byte[EntryBytes];
        BinaryPrimitives.WriteInt32BigEndian(entry, (int)(offset - baseOffset));
        BinaryPrimitives.WriteInt32BigEndian(entry[4..], position);
        _entries.Append(entry);
    }

    /// <summary>The last entry at or before an offset.</summary>
    public bool TryFind(long offset, out long indexedOffset, out int position)
    {
        Span<byte> entry = stackalloc byte[EntryBytes];
        var found = _entries.TryFloor(offset - baseOffset, OffsetOf, entry);
        (indexedOffset, position) = found ? Decode(entry) : default;
        return found;
    }

    /// <summary>The last entry at or before a position.</summary>
    public bool TryFindPosition(long limit, out long indexedOffset, out int position)
    {
        Span<byte> entry = stackalloc byte[EntryBytes];
        var found = _entries.TryFloor(limit, PositionOf, entry);
        (indexedOffset, position) = found ? Decode(entry) : default;
        return found;
    }

    public bool TryLast(out long indexedOffset, out int position)
    {
        Span<byte> entry = stackalloc byte[EntryBytes];
        var found = _entries.TryAt(_entries.Count - 1, entry);
        (indexedOffset, position) = found ? Decode(entry) : default;
        return found;
    }

    /// <summary>Drops the entries of batches that begin at or behind a size.</summary>
    public void TruncateTo(long size)
    {
        while (TryLast(out _, out var position) && position >= size) _entries.Trim(_entries.Count - 1);
    }

    public void Clear() => _entries.Clear();

    public void Save(Action<SafeFileHandle>? flush) => _entries.Save(flush);

    public void Dispose() => _entries.Dispose();

    private (long Offset, int Position) Decode(ReadOnlySpan<byte> entry) =>
        (baseOffset + BinaryPrimitives.ReadInt32BigEndian(entry), BinaryPrimitives.ReadInt32BigEndian(entry[4..]));
}
