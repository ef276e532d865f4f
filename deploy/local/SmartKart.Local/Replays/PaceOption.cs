using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SmartKart.Backfill.Replay.Pacing;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Replays;

/// <summary>A replay's pace as flags give it.</summary>
internal static class PaceOption
{
    private const string PerSecond = "/s";

    public static Option<double?> Speed()
    {
        var option = new Option<double?>("--speed")
        {
            Description = "As it happened, so many times as fast. Flat out unless a pace is given.",
            HelpName = "factor",
        };
        option.HoldTo<double>(factor => factor is > 0 and <= double.MaxValue, "--speed is a number above 0.");
        return option;
    }

    public static Option<double?> Rate() => new("--rate")
    {
        Description = "So many events a second, such as 5000/s.",
        HelpName = "events/s",
        CustomParser = ParseRate,
    };

    public static ReplayPace Read(double? speed, double? rate) =>
        speed is { } factor ? ReplayPace.AtSpeed(factor)
        : rate is { } eventsPerSecond ? ReplayPace.AtRate(eventsPerSecond)
        : ReplayPace.FlatOut;

    private static double? ParseRate(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var number = text.EndsWith(PerSecond, StringComparison.Ordinal) ? text[..^PerSecond.Length] : text;
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate > 0) return rate;
        result.AddError($"--rate is events a second, such as 5000/s, and '{text}' is none.");
        return null;
    }
}
