namespace SmartKart.Backfill.Simulation;

/// <summary>When people come: by the hour, the day of the week and the time of the year. All in UTC.</summary>
internal static class Rhythm
{
    private const double DaysOfYear = 365.25;
    private const double SeasonSwing = 0.12;
    private const int SeasonPeak = 340; // early December

    // A quiet night, a lunch break, a busy evening; at the weekend people get up later.
    private static readonly int[] Weekday = [6, 3, 2, 1, 1, 2, 5, 10, 16, 20, 22, 24, 28, 26, 23, 22, 24, 28, 34, 40, 42, 36, 24, 12];
    private static readonly int[] Weekend = [10, 6, 4, 2, 1, 1, 3, 6, 12, 20, 28, 32, 33, 31, 30, 29, 28, 28, 30, 34, 36, 32, 22, 13];

    // By DayOfWeek, from Sunday; their mean is 1.
    private static readonly double[] Days = [1.12, 0.98, 0.95, 0.95, 0.97, 0.98, 1.05];

    /// <summary>The expected share of an average day's visits that begin in the hour after an instant.</summary>
    internal static double VisitsIn(DateTimeOffset hour) => ShareOfDay(hour) * Days[(int)hour.DayOfWeek] * (1 + SeasonSwing * Wave(hour, SeasonPeak));

    /// <summary>The share of its own day's visits that begin in an hour; the 24 of a day add up to 1.</summary>
    internal static double ShareOfDay(DateTimeOffset hour)
    {
        var day = hour.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? Weekend : Weekday;
        var total = 0;
        foreach (var weight in day) total += weight;
        return (double)day[hour.Hour] / total;
    }

    /// <summary>A year's cosine: 1 on the day of its peak, -1 half a year away.</summary>
    internal static double Wave(DateTimeOffset at, int peak) => Math.Cos(2 * Math.PI * (at.DayOfYear - peak) / DaysOfYear);
}
