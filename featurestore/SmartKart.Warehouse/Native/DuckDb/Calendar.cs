namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>DuckDB counts from 1970 in a type's own unit; .NET in ticks of 100 ns from the year 1.</summary>
internal static class Calendar
{
    internal const int EpochDay = 719_162;    // days from 0001-01-01 to 1970-01-01
    internal const int LastDay = 3_652_058;   // 9999-12-31
    private const int NanosPerTick = 100;

    internal static bool IsTimestamp(DuckDbType type) =>
        type is DuckDbType.Timestamp or DuckDbType.TimestampS or DuckDbType.TimestampMs or DuckDbType.TimestampNs;

    /// <summary>Ticks since the year 1; false for infinity and for years that a DateTime does not have.</summary>
    internal static bool TryTicks(long value, DuckDbType type, out long ticks)
    {
        ticks = 0;
        // Both infinities are the ends of the range, whatever the unit.
        if (value is long.MaxValue or -long.MaxValue) return false;
        var sinceEpoch = type switch
        {
            DuckDbType.TimestampS => (Int128)value * TimeSpan.TicksPerSecond,
            DuckDbType.TimestampMs => (Int128)value * TimeSpan.TicksPerMillisecond,
            DuckDbType.TimestampNs => long.DivRem(value, NanosPerTick) is var (quotient, rest) && rest < 0 ? quotient - 1 : quotient,
            _ => (Int128)value * TimeSpan.TicksPerMicrosecond,
        };
        var total = sinceEpoch + DateTime.UnixEpoch.Ticks;
        if (total < 0 || total > DateTime.MaxValue.Ticks) return false;
        ticks = (long)total;
        return true;
    }

    /// <summary>Ticks since the year 1 as microseconds since 1970: floor, also before.</summary>
    internal static long Micros(long ticks) => Floor(ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);

    /// <summary>Ticks since the year 1 in a timestamp type's unit, rounded down; false where nanoseconds do not reach so far.</summary>
    internal static bool TryValue(long ticks, DuckDbType type, out long value)
    {
        var sinceEpoch = ticks - DateTime.UnixEpoch.Ticks;
        value = type switch
        {
            DuckDbType.TimestampS => Floor(sinceEpoch, TimeSpan.TicksPerSecond),
            DuckDbType.TimestampMs => Floor(sinceEpoch, TimeSpan.TicksPerMillisecond),
            DuckDbType.TimestampNs => unchecked(sinceEpoch * NanosPerTick),
            _ => Floor(sinceEpoch, TimeSpan.TicksPerMicrosecond),
        };
        return type != DuckDbType.TimestampNs || Math.Abs(sinceEpoch) < long.MaxValue / NanosPerTick;
    }

    private static long Floor(long value, long unit) => value / unit - (value % unit < 0 ? 1 : 0);
}
