using System.Buffers;

namespace SmartKart.Topologies.Features.Tiles;

/// <summary>
/// What a commit wrote, with its bytes, until the commit is done and it may go on to Redis: an entity stands here once for each of its views that
/// changed. Reusable. Owned by its task.
/// </summary>
internal sealed class WrittenTiles
{
    private readonly List<Written> _all = [];
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>Where blobs are appended, before <see cref="Add"/> says what they are.</summary>
    public ArrayBufferWriter<byte> Bytes => _bytes;

    /// <summary>One of them.</summary>
    public Written this[int index] => _all[index];

    /// <summary>Adds what was appended last: a head, with a closed part behind it or none.</summary>
    /// <param name="entry">The entity.</param>
    /// <param name="view">The view's place in the group.</param>
    /// <param name="start">Where its bytes begin.</param>
    /// <param name="headBytes">How many are the head's.</param>
    public Written Add(TileEntry entry, int view, int start, int headBytes)
    {
        var written = new Written(entry, view, start, headBytes, _bytes.WrittenCount - start - headBytes);
        _all.Add(written);
        return written;
    }

    /// <summary>The head's blob.</summary>
    public ReadOnlySpan<byte> HeadOf(in Written written) => _bytes.WrittenSpan.Slice(written.Start, written.HeadBytes);

    /// <summary>The closed part's; empty where it didn't change.</summary>
    public ReadOnlySpan<byte> ClosedOf(in Written written) => _bytes.WrittenSpan.Slice(written.Start + written.HeadBytes, written.ClosedBytes);

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _all.Clear();
        _bytes.ResetWrittenCount();
    }

    /// <summary>A view of an entity, and where its bytes lie.</summary>
    internal readonly record struct Written(TileEntry Entry, int View, int Start, int HeadBytes, int ClosedBytes);
}
