using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Segments;

/// <summary>
/// A store whose keys hold a time, cut by that time into segments of one length. What is older than the retention goes a segment at a
/// time, which costs nothing per key; a scan of a span of time opens only the segments it touches, and gives their entries in key order.
/// Times are exact in scans (<see cref="BytesRange.TimeFromMs"/>); in a lookup it is for the caller to know what is too old.
/// </summary>
internal sealed class SegmentedBytesStore : IBytesStore
{
    private const long ShortestIntervalMs = 60_000; // Kafka Streams' own: shorter ones are more to open than they save
    private readonly ISegments _segments;
    private readonly SegmentRule _rule;
    private readonly long _retentionMs;
    private readonly CursorPool<SegmentsCursor> _cursors = new();

    /// <param name="segments">Where they are.</param>
    /// <param name="rule">Which key belongs to which: the one by which they were written.</param>
    /// <param name="retention">How long they are kept.</param>
    public SegmentedBytesStore(ISegments segments, SegmentRule rule, TimeSpan retention)
    {
        (_segments, _rule, _retentionMs) = (segments, rule, (long)retention.TotalMilliseconds);
        Clock.Observe(segments.StreamTimeMs);
    }

    /// <summary>Stream time as committed.</summary>
    public StreamClock Clock { get; } = new();

    /// <inheritdoc />
    public bool IsPersistent => _segments.IsPersistent;

    /// <inheritdoc />
    public long? ChangelogOffset => _segments.ChangelogOffset;

    /// <inheritdoc />
    public string? RebuildCause => _segments.RebuildCause;

    /// <inheritdoc />
    public long ApproximateEntries => _segments.ApproximateEntries;

    /// <inheritdoc />
    public long ApproximateBytes => _segments.ApproximateBytes;

    /// <summary>How long the segments of a store with this retention are: half of it, as Kafka Streams', so that three hold it all.</summary>
    public static long IntervalFor(TimeSpan retention) => Math.Max((long)retention.TotalMilliseconds / 2, ShortestIntervalMs);

    /// <inheritdoc />
    public bool TryGet(ReadOnlySpan<byte> key, ByteBuffer value) => _segments.TryGet(_rule.NumberOf(key), key, value);

    /// <inheritdoc />
    public IBytesCursor Scan(in BytesRange range)
    {
        var cursor = _cursors.Take() ?? new SegmentsCursor(_cursors);
        return cursor.Begin(_segments, _rule.NumberAt(range.TimeFromMs), _rule.NumberAt(range.TimeToMs), range);
    }

    /// <inheritdoc />
    public void Apply(WriteSet writes, long? changelogOffset)
    {
        var streamTimeMs = Clock.TimeMs;
        for (var i = 0; i < writes.Count; i++) streamTimeMs = Math.Max(streamTimeMs, _rule.Time.Of(writes.KeyAt(i)));
        var after = new StreamClock();
        after.Observe(streamTimeMs);
        _segments.Apply(writes, changelogOffset, _rule.NumberAt(after.EarliestKeptMs(_retentionMs)), streamTimeMs);
        Clock.Observe(streamTimeMs);
    }

    /// <inheritdoc />
    public void Flush() => _segments.Flush();

    /// <inheritdoc />
    public void Dispose() => _segments.Dispose();
}
