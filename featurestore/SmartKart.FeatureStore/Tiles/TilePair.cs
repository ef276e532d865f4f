using System.Buffers;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Tiles;

/// <summary>
/// The state of a hot key in two: closed tiles, and a small head of what came since. Both are states of the same plan and the whole is their
/// merge, so a late event goes to the head like any other, and a commit writes the head alone until it has grown past a share of the closed
/// part. A head names the closed blob that it goes with: together they are read, or neither. Not thread safe.
/// </summary>
public sealed class TilePair
{
    /// <summary>A head is folded into the closed part once it is larger than this share of it: so each byte is rewritten about so many times.</summary>
    private const int ClosedPerHead = 8;

    /// <summary>Below this a blob costs a write about what a smaller one costs: nothing is gained by keeping it apart.</summary>
    private const int HeadBytesMin = 256;

    private TileState? _closed;     // most keys never have so much that there is one
    private TileState? _merged;     // nor is most pairs' result asked for
    private long _closedSequence;
    private int _closedBytes;

    /// <summary>A state of no events.</summary>
    public TilePair(TilePlan plan) => Head = plan.NewState();

    /// <summary>What was written last as the closed blob.</summary>
    public TileState Closed => _closed ??= Head.Plan.NewState();

    /// <summary>What came since.</summary>
    public TileState Head { get; }

    /// <summary>Takes in an event, whenever it arrives.</summary>
    /// <returns>Whether it may count in some window, as far as the head knows.</returns>
    public bool Add(long ts, ReadOnlySpan<Scalar> values) => Head.Add(ts, values);

    /// <summary>Drops what no window at or after an instant covers.</summary>
    /// <param name="now">The stream's time.</param>
    public void Evict(long now) => Head.Evict(now);

    /// <summary>The results at an instant, as <see cref="TileState.Finalize"/> gives them of all events.</summary>
    public void Finalize(long t, Span<Scalar> results, FeatureLists? lists = null)
    {
        _merged ??= Head.Plan.NewState();
        _merged.Clear();
        if (_closed is not null) _merged.Merge(_closed);
        _merged.Merge(Head);
        _merged.Finalize(t, results, lists);
    }

    /// <summary>Appends the head for a commit; or, where it has grown, the closed part with all in it, and a head of nothing.</summary>
    /// <param name="sequence">The commit's number: more than the last.</param>
    /// <param name="head">Takes the head's blob.</param>
    /// <param name="closed">Takes the closed blob, if it is written.</param>
    /// <returns>Whether the closed blob was written, too: both must then be stored at once.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The sequence is not more than the closed blob's.</exception>
    public bool Write(long sequence, IBufferWriter<byte> head, IBufferWriter<byte> closed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(sequence, _closedSequence);
        var writer = new BlobWriter();
        try
        {
            Head.Write(ref writer, sequence, _closedSequence);
            if (writer.Written.Length <= Math.Max(HeadBytesMin, _closedBytes / ClosedPerHead))
            {
                head.Write(writer.Written);
                return false;
            }
        }
        finally
        {
            writer.Dispose();
        }
        Closed.Merge(Head);
        Head.Clear();
        _closedSequence = sequence;
        _closedBytes = Closed.Write(closed, sequence);
        Head.Write(head, sequence, sequence);
        return true;
    }

    /// <summary>Reads what <see cref="Write"/> wrote last.</summary>
    /// <param name="head">The head's blob.</param>
    /// <param name="closed">The closed blob; empty if none was written yet.</param>
    /// <exception cref="TileBlobException">One is damaged or of another plan, or they don't go together; the state is then empty.</exception>
    public void Read(ReadOnlySpan<byte> head, ReadOnlySpan<byte> closed)
    {
        Clear();
        var isRead = false;
        try
        {
            var sequence = closed.IsEmpty ? 0 : Closed.Read(closed).Sequence;
            var header = Head.Read(head);
            if (header.Base != sequence) throw TileBlobException.Torn(header.Base, sequence);
            (_closedSequence, _closedBytes, isRead) = (sequence, closed.Length, true);
        }
        finally
        {
            if (!isRead) Clear();
        }
    }

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        _closed?.Clear();
        Head.Clear();
        (_closedSequence, _closedBytes) = (0, 0);
    }
}
