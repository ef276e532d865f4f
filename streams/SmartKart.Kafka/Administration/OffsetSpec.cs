namespace SmartKart.Kafka;

/// <summary>A place in a partition that the broker turns into an offset.</summary>
public readonly record struct OffsetSpec
{
    private OffsetSpec(long value) => Value = value;

    /// <summary>The first record that is still there.</summary>
    public static OffsetSpec Earliest { get; } = new(-2);

    /// <summary>After the last record.</summary>
    public static OffsetSpec Latest { get; } = new(-1);

    /// <summary>The record with the latest timestamp.</summary>
    public static OffsetSpec LatestTimestamp { get; } = new(-3);

    internal long Value { get; }

    /// <summary>The first record of that moment or later, to the millisecond.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The moment is before 1970.</exception>
    public static OffsetSpec At(DateTimeOffset moment)
    {
        var milliseconds = moment.ToUnixTimeMilliseconds();
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds, nameof(moment));
        return new OffsetSpec(milliseconds);
    }
}
