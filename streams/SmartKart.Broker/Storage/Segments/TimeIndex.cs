using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SmartKart.Broker.Storage;

/// <summary>
/// The newest timestamp up to a place in a segment, about once in every 4 KiB an entry for each of the offset index's. Kafka's layout; big-endian.
/// <code>
///  0                                  8                          12
/// ┌──────────────────────────────────┬──────────────────────────┐
/// │ newest timestamp so far, in ms   │ base offset of the first │  × entries, never falling
/// │ since 1970                       │ batch that has it, less  │
/// │                                  │ the segment's            │
/// └──────────────────────────────────┴──────────────────────────┘
/// </code>
/// Everything before an entry's batch is older than its timestamp, so a search by time may begin there.
/// </summary>
internal sealed class TimeIndex(string path, long baseOffset) : IDisposable
{
    public const int EntryBytes = 12;

    private static readonly Func<ReadOnlySpan<byte>, long> TimestampOf = BinaryPrimitives.ReadInt64BigEndian;

    private readonly SparseIndex _entries = new(path, EntryBytes);

    public bool IsWhole => _entries.IsWhole;
    public long Count => _entries.Count;

    public void Append(long timestampMs, long offset)
    {
        Span<byte> entry = stackalloc byte[EntryBytes];
        BinaryPrimitives.WriteInt64BigEndian(entry, timestampMs);
        BinaryPrimitives.WriteInt32BigEndian(entry[8..], (int)(offset - baseOffset));
        _entries.Append(entry);
    }

    /// <summary>The last entry at or before an instant.</summary>
    public bool TryFind(long timestampMs, out long indexedTimestampMs, out long offset)
    {
        Span<byte> entry = stackalloc byte[EntryBytes];
        var found = _entries.TryFloor(timestampMs, TimestampOf, entry);
        (indexedTimestampMs, offset) = found ? Decode(entry) : default;
        return found;
    }

    public bool TryLast(out long timestampMs, out long offset)
    {
        Span<byte> entry = stackalloc byte[EntryBytes];
        var found = _entries.TryAt(_entries.Count - 1, entry);
        (timestampMs, offset) = found ? Decode(entry) : default;
        return found;
    }

    /// <summary>Keeps the first so many entries.</summary>
    public void Trim(long count) => _entries.Trim(count);

    public void Clear() => _entries.Clear();

    public void Save(Action<SafeFileHandle>? flush) => _entries.Save(flush);

    public void Dispose() => _entries.Dispose();

    private (long TimestampMs, long Offset) Decode(ReadOnlySpan<byte> entry) =>
        (BinaryPrimitives.ReadInt64BigEndian(entry), baseOffset + BinaryPrimitives.ReadInt32BigEndian(entry[8..]));
}
