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
}
