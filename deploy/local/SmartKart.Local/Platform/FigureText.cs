using System.Globalization;

namespace SmartKart.Local.Platform;

/// <summary>Figures as people read them: short, and of a width that stays.</summary>
internal static class FigureText
{
    /// <summary>A number with its thousands.</summary>
    public static string Count(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Up to a second in milliseconds, up to two minutes in seconds, then as others say it.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalDays: < 2 } => Terminal.TimeText.Of(time),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:N0} d"),
    };

    /// <summary>Bytes in the unit that leaves few digits.</summary>
    public static string Bytes(long bytes) => bytes < 10_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:N1} GB");
}
