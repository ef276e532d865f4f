using System.Globalization;
using System.Text.RegularExpressions;

namespace SmartKart.Pipelines.Manifests.Reading;

/// <summary>Durations as Argo writes them: <c>90</c>, which are seconds, <c>90s</c>, <c>1h30m</c>, <c>2d</c>.</summary>
internal static partial class Durations
{
    public static TimeSpan? Read(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e9)
            return TimeSpan.FromSeconds(seconds);
        if (!Whole().IsMatch(text)) return null;
        return Part().Matches(text).Aggregate(TimeSpan.Zero, (sum, part) =>
            sum + double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * UnitOf(part.Groups[2].Value));
    }

    private static TimeSpan UnitOf(string unit) => unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        "m" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    [GeneratedRegex(@"^(\d{1,6}(\.\d+)?(ms|s|m|h|d))+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(ms|s|m|h|d)")]
    private static partial Regex Part();
}
