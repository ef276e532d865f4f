using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Segments;

/// <summary>
/// Where a <see cref="SegmentedBytesStore"/> keeps its segments: ordered maps, each under a number, that change together. Written by the
/// task's thread; read by any.
/// </summary>
internal interface ISegments : IDisposable
{
    /// <summary>As <see cref="IBytesStore.IsPersistent"/>.</summary>
    bool IsPersistent { get; }

    /// <summary>As <see cref="IBytesStore.ChangelogOffset"/>.</summary>
    long? ChangelogOffset { get; }

    /// <summary>As <see cref="IBytesStore.RebuildCause"/>.</summary>
    string? RebuildCause { get; }

    /// <summary>As <see cref="IBytesReader.ApproximateEntries"/>.</summary>
    long ApproximateEntries { get; }

    /// <summary>As <see cref="IBytesStore.ApproximateBytes"/>.</summary>
    long ApproximateBytes { get; }

    /// <summary>Stream time when this was last applied to; <see cref="StreamClock.Unknown"/> before.</summary>
    long StreamTimeMs { get; }

    /// <summary>Appends the numbers, ascending, of the segments that lie between these two, both included.</summary>
    void AppendNumbers(long from, long to, List<long> numbers);

    /// <summary>Looks a key up in a segment.</summary>
    bool TryGet(long segment, ReadOnlySpan<byte> key, ByteBuffer value);

    /// <summary>Walks a segment.</summary>
    /// <param name="segment">Its number; of a segment that is gone there is nothing to walk.</param>
    /// <param name="range">The range of keys, and of their times.</param>
    IBytesCursor Scan(long segment, in BytesRange range);

    /// <summary>Applies writes and drops what is too old, all or nothing.</summary>
    /// <param name="writes">Per key the last write; those of segments that are dropped are skipped.</param>
    /// <param name="changelogOffset">Where the changelog then stands; null leaves it.</param>
    /// <param name="earliest">The first segment that is kept.</param>
    /// <param name="streamTimeMs">Stream time after these writes.</param>
    void Apply(WriteSet writes, long? changelogOffset, long earliest, long streamTimeMs);

    /// <summary>As <see cref="IBytesStore.Flush"/>.</summary>
    void Flush();
}

/// <summary>Which segment a key belongs to: that of its time.</summary>
/// <param name="Time">Where a key holds its time.</param>
/// <param name="IntervalMs">How long a segment is.</param>
internal readonly record struct SegmentRule(KeyTime Time, long IntervalMs)
{
    /// <summary>The number of a time's segment: rounded down, also before 1970.</summary>
    public long NumberAt(long timeMs)
    {
        var number = timeMs / IntervalMs;
        return timeMs < 0 && number * IntervalMs != timeMs ? number - 1 : number;
    }

    /// <summary>The number of a key's segment.</summary>
    public long NumberOf(ReadOnlySpan<byte> key) => NumberAt(Time.Of(key));
}
