using System.Diagnostics;
using SmartKart.FeatureStore.Expressions.Binding;

namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>
/// The parts of an instant in UTC, by the proleptic Gregorian calendar, floored also before 1970. Days and civil dates are turned into one
/// another by Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms": years begin in March there, so that a leap day ends one.
/// </summary>
internal static class CivilTime
{
    internal const long MicrosPerSecond = 1_000_000;
    internal const long MicrosPerMinute = 60 * MicrosPerSecond;
    internal const long MicrosPerHour = 60 * MicrosPerMinute;
    internal const long MicrosPerDay = 24 * MicrosPerHour;
    private const int DaysPerEra = 146_097;             // 400 years, after which the calendar repeats
    private const int EpochDayOfEra = 719_468;          // from 0000-03-01 to 1970-01-01
    private const int MondayShift = 3;                  // 1970-01-01 was a Thursday

    internal static long Year(long instant) => Date(instant).Year;

    internal static long Month(long instant) => Date(instant).Month;

    internal static long Day(long instant) => Date(instant).Day;

    internal static long Hour(long instant) => Floor(instant, MicrosPerHour) - (Days(instant) * 24);

    internal static long Minute(long instant) => Floor(instant, MicrosPerMinute) - (Floor(instant, MicrosPerHour) * 60);

    /// <summary>1 on a Monday to 7 on a Sunday, as in ISO 8601.</summary>
    internal static long DayOfWeek(long instant) => Days(instant) + MondayShift - (Floor(Days(instant) + MondayShift, 7) * 7) + 1;

    internal static long DayOfYear(long instant) => Days(instant) - DaysTo(Date(instant).Year, 1) + 1;

    /// <summary>How many units lie between the instants' units: 1 from 23:59 to 00:00 in days, though it is a minute.</summary>
    internal static long Boundaries(TimeUnit unit, long from, long to) => Ordinal(unit, to) - Ordinal(unit, from);

    /// <summary>The first instant of the unit that an instant is in.</summary>
    internal static long Truncate(TimeUnit unit, long instant)
    {
        var ordinal = Ordinal(unit, instant);
        return unit switch
        {
            TimeUnit.Second => ordinal * MicrosPerSecond,
            TimeUnit.Minute => ordinal * MicrosPerMinute,
            TimeUnit.Hour => ordinal * MicrosPerHour,
            TimeUnit.Day => ordinal * MicrosPerDay,
            TimeUnit.Week => ((ordinal * 7) - MondayShift) * MicrosPerDay,
            TimeUnit.Month => DaysTo(Floor(ordinal, 12), (int)(ordinal - (Floor(ordinal, 12) * 12)) + 1) * MicrosPerDay,
            TimeUnit.Quarter => DaysTo(Floor(ordinal, 4), ((int)(ordinal - (Floor(ordinal, 4) * 4)) * 3) + 1) * MicrosPerDay,
            TimeUnit.Year => DaysTo(ordinal, 1) * MicrosPerDay,
            _ => throw new UnreachableException($"no unit {unit}"),
        };
    }

    /// <summary>Units from some beginning that is the same for all instants.</summary>
    private static long Ordinal(TimeUnit unit, long instant) => unit switch
    {
        TimeUnit.Second => Floor(instant, MicrosPerSecond),
        TimeUnit.Minute => Floor(instant, MicrosPerMinute),
        TimeUnit.Hour => Floor(instant, MicrosPerHour),
        TimeUnit.Day => Days(instant),
        TimeUnit.Week => Floor(Days(instant) + MondayShift, 7),
        TimeUnit.Month => (Date(instant).Year * 12) + Date(instant).Month - 1,
        TimeUnit.Quarter => (Date(instant).Year * 4) + ((Date(instant).Month - 1) / 3),
        TimeUnit.Year => Date(instant).Year,
        _ => throw new UnreachableException($"no unit {unit}"),
    };

    private static long Days(long instant) => Floor(instant, MicrosPerDay);

    private static long Floor(long value, long unit)
    {
        var quotient = value / unit;
        return value % unit < 0 ? quotient - 1 : quotient;
    }

    private static (long Year, int Month, int Day) Date(long instant)
    {
        var days = Days(instant) + EpochDayOfEra;
        var era = Floor(days, DaysPerEra);
        var dayOfEra = (int)(days - (era * DaysPerEra));
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));       // from March 1
        var marchMonth = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * marchMonth) + 2) / 5) + 1;
        var month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, day);
    }

    /// <summary>Days from 1970-01-01 to the first of a month.</summary>
    private static long DaysTo(long year, int month)
    {
        if (month <= 2) year--;
        var era = Floor(year, 400);
        var yearOfEra = year - (era * 400);
        var dayOfYear = ((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5;
        return (era * DaysPerEra) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - EpochDayOfEra;
    }
}
