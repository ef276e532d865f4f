using System.Globalization;

namespace SmartKart.Benchmarks.Harness;

/// <summary>A number that a benchmark yields.</summary>
/// <param name="Name">Snake case, unit last, as it stands in the JSON: <c>encode_per_s</c>.</param>
/// <param name="Unit">UCUM where it has one: <c>s</c>, <c>By</c>, <c>{message}/s</c>; <c>1</c> for a ratio.</param>
/// <param name="Description">What it is, in one line.</param>
/// <param name="Target">What it must reach, where that was promised.</param>
public sealed record Metric(string Name, string Unit, string Description, Target? Target = null);

/// <summary>A bound that a metric must keep.</summary>
public readonly record struct Target(double Bound, bool IsUpper)
{
    /// <summary>The metric must be this or more.</summary>
    public static Target AtLeast(double bound) => new(bound, IsUpper: false);

    /// <summary>The metric must be this or less.</summary>
    public static Target AtMost(double bound) => new(bound, IsUpper: true);

    /// <summary>Not a number keeps no bound.</summary>
    public bool IsMetBy(double value) => IsUpper ? value <= Bound : value >= Bound;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsUpper ? "≤" : "≥")} {Bound:#,0.####}");
}
