using System.Globalization;

namespace SmartKart.FeatureStore.Expressions;

/// <summary>
/// The one way to write an instant, in literals and in texts that are cast: <c>2026-01-31 23:59:59</c>, in UTC, with <c>T</c> for the space,
/// up to six digits of a second's fraction and a <c>Z</c> at the end as ISO 8601 allows; hours to 23, seconds to 59, years 1 to 9999.
/// </summary>
internal static class TimestampText
{
    /// <summary>The same rule for the SQL engines, as RE2 and Java read it. They cast its group, which is left to tell only a month's last day.</summary>
    internal const string Pattern =
        "^((?:000[1-9]|00[1-9][0-9]|0[1-9][0-9][0-9]|[1-9][0-9][0-9][0-9])-[0-9][0-9]-[0-9][0-9]"
        + "[ T](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,6})?)Z?$";

    private const int DateLength = 10;      // of yyyy-MM-dd
    private static readonly string[] Formats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFF"];

    /// <summary>Microseconds since 1970 UTC.</summary>
    /// <param name="text">The instant.</param>
    /// <param name="allowsDate">Whether a date alone is its midnight: in a literal it is.</param>
    /// <param name="microseconds">The instant, if it is one.</param>
    internal static bool TryParse(string text, bool allowsDate, out long microseconds)
    {
        microseconds = 0;
        var instant = text.AsSpan();
        if (instant is [.., 'Z'] && instant.Length > DateLength) instant = instant[..^1];
        // .NET's F accepts a point without digits, which the rule does not.
        if (instant is [.., '.']) return false;
        if (!DateTime.TryParseExact(instant, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            && !(allowsDate && DateTime.TryParseExact(instant, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out time))) return false;
        microseconds = (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return true;
    }

    /// <summary>An instant as the engines write it: <c>2026-01-31 23:59:59.000000</c>.</summary>
    internal static string Format(long microseconds) =>
        DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
