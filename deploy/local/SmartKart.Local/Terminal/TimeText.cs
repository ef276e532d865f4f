using System.Globalization;

namespace SmartKart.Local.Terminal;

/// <summary>How long something takes, for people: to the second, the minute or the hour, by how much it is.</summary>
internal static class TimeText
{
    public static string Of(TimeSpan time)
    {
        var (count, unit) = time switch
        {
            { TotalSeconds: < 99.5 } => (time.TotalSeconds, "s"),
            { TotalMinutes: < 99.5 } => (time.TotalMinutes, "min"),
            _ => (time.TotalHours, "h"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count:0} {unit}");
    }
}
