using SmartKart.Kafka;

namespace SmartKart.Local.Groups;

/// <summary>What is known of a partition when its group is moved.</summary>
/// <param name="Current">What the group committed; null for nothing.</param>
/// <param name="Earliest">The first offset that is still there.</param>
/// <param name="Latest">The offset that the next record will have.</param>
/// <param name="AtMoment">The first offset at the moment asked for, or <see cref="Offset.End"/> where there is none; null where none was asked for.</param>
internal readonly record struct PartitionBounds(long? Current, long Earliest, long Latest, long? AtMoment);

/// <summary>Where a group is moved to. The offset is always one that the partition has: beyond its bounds it is the nearest.</summary>
internal abstract record ResetTarget
{
    private ResetTarget() { }

    public static ResetTarget Earliest { get; } = new ToEarliest();

    public static ResetTarget Latest { get; } = new ToLatest();

    /// <summary>The moment that offsets must be asked for; null where none need be.</summary>
    public virtual DateTimeOffset? Moment => null;

    public static ResetTarget At(long offset) => new ToOffset(offset);

    public static ResetTarget Since(DateTimeOffset moment) => new ToMoment(moment);

    /// <summary>So many forward, or back where it is negative. Where nothing was committed it is counted from the beginning.</summary>
    public static ResetTarget By(long records) => new ShiftBy(records);

    /// <summary>The offset that the group gets in one partition.</summary>
    public long OffsetIn(PartitionBounds bounds) => Math.Clamp(Wanted(bounds), bounds.Earliest, Math.Max(bounds.Earliest, bounds.Latest));

    protected abstract long Wanted(PartitionBounds bounds);

    private sealed record ToEarliest : ResetTarget
    {
        protected override long Wanted(PartitionBounds bounds) => bounds.Earliest;
    }

    private sealed record ToLatest : ResetTarget
    {
        protected override long Wanted(PartitionBounds bounds) => bounds.Latest;
    }

    private sealed record ToOffset(long Value) : ResetTarget
    {
        protected override long Wanted(PartitionBounds bounds) => Value;
    }

    private sealed record ToMoment(DateTimeOffset Value) : ResetTarget
    {
        public override DateTimeOffset? Moment => Value;

        // Nothing is as late: what comes will be.
        protected override long Wanted(PartitionBounds bounds) => bounds.AtMoment is null or Offset.End ? bounds.Latest : bounds.AtMoment.Value;
    }

    private sealed record ShiftBy(long Records) : ResetTarget
    {
        // Saturated, so that no shift wraps around.
        protected override long Wanted(PartitionBounds bounds) => (long)Int128.Clamp((Int128)(bounds.Current ?? bounds.Earliest) + Records, long.MinValue, long.MaxValue);
    }
}
