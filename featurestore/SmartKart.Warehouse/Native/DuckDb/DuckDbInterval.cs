using System.Runtime.InteropServices;

namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>An INTERVAL: three counts that don't convert into each other, because months and days differ in length.</summary>
/// <param name="Months">Months, 12 to the year.</param>
/// <param name="Days">Days.</param>
/// <param name="Micros">Microseconds.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDbInterval(int Months, int Days, long Micros)
{
    /// <summary>An interval of days, and microseconds beyond them; a tick below a microsecond is cut off.</summary>
    public static DuckDbInterval FromTimeSpan(TimeSpan value) =>
        new(0, value.Days, (value.Ticks - value.Days * TimeSpan.TicksPerDay) / TimeSpan.TicksPerMicrosecond);

    /// <summary>The same length, where a day is 24 hours.</summary>
    /// <exception cref="WarehouseValueException">It has months, or is longer than a TimeSpan can be.</exception>
    public TimeSpan ToTimeSpan()
    {
        var ticks = (Int128)Days * TimeSpan.TicksPerDay + (Int128)Micros * TimeSpan.TicksPerMicrosecond;
        return Months == 0 && ticks >= long.MinValue && ticks <= long.MaxValue
            ? new TimeSpan((long)ticks)
            : throw new WarehouseValueException(
                $"An interval of {Months} months, {Days} days and {Micros} µs is no TimeSpan. Read it as a {nameof(DuckDbInterval)}.");
    }
}
