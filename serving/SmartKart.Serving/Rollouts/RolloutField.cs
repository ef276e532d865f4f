using System.Globalization;
using System.Text.Json;

namespace SmartKart.Serving.Rollouts;

/// <summary>A field of <see cref="RolloutOptions"/>: what it may be is written here once, for the configuration, the file and the command.</summary>
/// <param name="Option">The option's name.</param>
/// <param name="Expected">What it may be, in words.</param>
/// <param name="TextOf">Its value; null where it has none.</param>
/// <param name="Set">The options with another value; null where the text is none.</param>
public sealed record RolloutField(string Option, string Expected, Func<RolloutOptions, string?> TextOf, Func<RolloutOptions, string, RolloutOptions?> Set)
{
    private const int ExperimentLengthMax = 256;        // as the contract of impressions has it

    /// <summary>What it is called in a file.</summary>
    public string Name { get; } = JsonNamingPolicy.SnakeCaseLower.ConvertName(Option);

    /// <summary>The share of visitors.</summary>
    public static RolloutField OfPercent { get; } = Number(
        nameof(RolloutOptions.Percent), 0, 100, options => options.Percent, (options, value) => options with { Percent = value },
        ": of 100 visitors so many get the candidate");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RolloutField> All { get; } =
    [
        new(nameof(RolloutOptions.Mode), $"one of {string.Join(", ", RolloutModes.All)}",
            options => Enum.IsDefined(options.Mode) ? RolloutModes.Of(options.Mode) : $"{options.Mode}",
            (options, text) => RolloutModes.Find(text) is { } mode ? options with { Mode = mode } : null),
        OfPercent,
        new(nameof(RolloutOptions.Experiment), $"a name of 1 to {ExperimentLengthMax} characters", options => options.Experiment,
            (options, text) => text.Length is >= 1 and <= ExperimentLengthMax ? options with { Experiment = text } : null),
        Whole(nameof(RolloutOptions.ShadowsMax), 1, 10_000, options => options.ShadowsMax, (options, value) => options with { ShadowsMax = value }),
        Whole(nameof(RolloutOptions.WindowSeconds), 10, 86_400, options => options.WindowSeconds, (options, value) => options with { WindowSeconds = value }),
        Whole(nameof(RolloutOptions.ListsMin), 20, 1_000_000, options => options.ListsMin, (options, value) => options with { ListsMin = value }),
        Number(nameof(RolloutOptions.FaultShareMax), 0, 1, options => options.FaultShareMax, (options, value) => options with { FaultShareMax = value }),
        Number(
            nameof(RolloutOptions.LatencyRatioMax), 1, 100, options => options.LatencyRatioMax, (options, value) => options with { LatencyRatioMax = value }),
    ];

    private static RolloutField Number(
        string option, double least, double most, Func<RolloutOptions, double?> get, Func<RolloutOptions, double, RolloutOptions> set, string unit = "") => new(
        option, string.Create(CultureInfo.InvariantCulture, $"{least} to {most}{unit}"), options => get(options)?.ToString(CultureInfo.InvariantCulture),
        (options, text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? set(options, value) : null);

    private static RolloutField Whole(
        string option, int least, int most, Func<RolloutOptions, int> get, Func<RolloutOptions, int, RolloutOptions> set) => new(
        option, string.Create(CultureInfo.InvariantCulture, $"a whole number, {least} to {most}"), options => get(options).ToString(CultureInfo.InvariantCulture),
        (options, text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? set(options, value)
            : null);
}
