using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Tests.Tiles;

/// <summary>
/// What the results mean, from the plain list of events: the windows by their definition, each aggregate by its sentence. And how near the
/// engine must come: equal for whole numbers, instants, texts and lists; 1e-9 for Doubles; the stated bounds for sketches.
/// </summary>
internal static class NaiveReference
{
    private const double Tolerance = 1e-9;

    /// <returns>What is wrong, or null.</returns>
    public static string? Fault(TileResult result, AggregateSpec spec, IEnumerable<HistoryEvent> history, long t,
        Scalar value, Scalar[] items, double[] weights)
    {
        var events = history.Where(e => e.Time < t && (result.Window == AggregateSpec.Lifetime || e.Time >= Start(t, result.Window)))
            .Where(e => (spec.Of < 0 || !e.Values[spec.Of].IsNull) && (spec.By < 0 || !e.Values[spec.By].IsNull)).ToArray();
        var inOrder = events.OrderBy(e => e.Time).ThenBy(e => spec.Of < 0 ? default : e.Values[spec.Of], By(spec.OfType)).ToArray();
        var values = spec.Of < 0 ? [] : Array.ConvertAll(inOrder, e => e.Values[spec.Of]);
        var numbers = spec.Of < 0 ? events.Select(_ => 1.0).ToArray() : Array.ConvertAll(inOrder, e => Number(e.Values[spec.Of], spec.OfType));
        return spec.Kind switch
        {
            AggregateKind.Count => Same(Scalar.From((long)events.Length), value),
            AggregateKind.Sum when spec.OfType == ScalarType.Int64 => Same(values.Length == 0 ? Scalar.Null : Scalar.From(values.Sum(v => v.Int64)), value),
            AggregateKind.Sum => Near(numbers.Length == 0 ? null : Sum(numbers), value),
            AggregateKind.Avg => Near(numbers.Length == 0 ? null : Sum(numbers) / numbers.Length, value),
            AggregateKind.Min => Same(values.Order(By(spec.OfType)).FirstOrDefault(), value),
            AggregateKind.Max => Same(values.Order(By(spec.OfType)).LastOrDefault(), value),
            AggregateKind.Variance => Near(Variance(numbers), value),
            AggregateKind.Stddev => Near(Variance(numbers) is { } variance ? Math.Sqrt(variance) : null, value),
            AggregateKind.First => Same(values.FirstOrDefault(), value),
            AggregateKind.Last => Same(values.LastOrDefault(), value),
            AggregateKind.LastK => SameList(values.Reverse().Take(spec.Length).ToArray(), items, value),
            AggregateKind.CountDistinct => Distinct(values.Distinct().Count(), spec.Cap, value),
            AggregateKind.TopK or AggregateKind.DecayedTopK => Ranked(spec, Weigh(spec, events, t), items, weights, value),
            AggregateKind.DecayedSum => Near(numbers.Length == 0 ? null : Compensated(inOrder.Select((e, i) => numbers[i] * Decay(spec, e.Time, t))), value),
            _ => Quantile(numbers, spec.Rank, value),
        };
    }

    private static long Start(long t, TimeSpan window)
    {
        var minutes = window.TotalMinutes;
        long hop = minutes <= 60 ? 1 : minutes <= 1440 ? 15 : minutes <= 7 * 1440 ? 60 : minutes <= 31 * 1440 ? 360 : 1440;
        return (long)Math.Floor((decimal)(t - ((long)minutes * HistoryGenerator.Minute)) / (hop * HistoryGenerator.Minute)) * hop * HistoryGenerator.Minute;
    }

    private static double Number(Scalar value, ScalarType type) => type == ScalarType.Double ? value.Double : value.Int64;

    private static double Decay(AggregateSpec spec, long ts, long t) => Math.Pow(0.5, (t - ts) / (spec.HalfLife.Ticks / 10.0));

    // Exactly rounded steps of 28 decimals where they fit: the reference must not be the one that is off.
    private static double Sum(IEnumerable<double> numbers) =>
        (double)numbers.Select(number => (decimal)number + (decimal)(number - (double)(decimal)number)).Sum();

    // Kahan's sum, as Neumaier has it: decayed weights span more decimals than a decimal has.
    private static double Compensated(IEnumerable<double> numbers)
    {
        var (sum, lost) = (0.0, 0.0);
        foreach (var number in numbers)
        {
            var next = sum + number;
            lost += Math.Abs(sum) >= Math.Abs(number) ? sum - next + number : number - next + sum;
            sum = next;
        }
        return sum + lost;
    }

    private static double? Variance(double[] numbers)
    {
        if (numbers.Length < 2) return null;
        var mean = Sum(numbers) / numbers.Length;
        return numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Length - 1);
    }

    private static Dictionary<Scalar, double> Weigh(AggregateSpec spec, HistoryEvent[] events, long t) => events
        .GroupBy(e => e.Values[spec.By])
        .ToDictionary(group => group.Key, group => group.Sum(e =>
            (spec.Of < 0 ? 1 : Number(e.Values[spec.Of], spec.OfType)) * (spec.Kind == AggregateKind.DecayedTopK ? Decay(spec, e.Time, t) : 1)));

    private static string? Same(Scalar expected, Scalar actual) => expected == actual ? null : $"expected {expected}, got {actual}";

    private static string? SameList(Scalar[] expected, Scalar[] items, Scalar length) => length.Int64 == items.Length && expected.SequenceEqual(items)
        ? null
        : $"expected [{string.Join(", ", expected)}], got {length} of [{string.Join(", ", items)}]";

    private static string? Near(double? expected, Scalar actual)
    {
        if (expected is null || actual.IsNull)
            return expected is null && actual.IsNull ? null : $"expected {expected:R}, got {(actual.IsNull ? "NULL" : actual.Double)}";
        return IsNear(expected.Value, actual.Double) ? null : $"expected {expected:R}, got {actual.Double:R}";
    }

    // Below 1e-250 a decayed weight is about to vanish, and its last digits do so first.
    private static bool IsNear(double expected, double actual) => Math.Abs(expected - actual) <= (Tolerance * Math.Abs(expected)) + 1e-250;

    private static string? Distinct(int expected, int cap, Scalar actual)
    {
        // Five standard errors: of a million windows one may be further off.
        var slack = expected <= cap ? 0 : Math.Max(2, 5 * 0.023 * expected);
        return Math.Abs(expected - actual.Int64) <= slack ? null : $"expected {expected} different values (cap {cap}), got {actual}";
    }

    private static string? Ranked(AggregateSpec spec, Dictionary<Scalar, double> expected, Scalar[] items, double[] weights, Scalar length)
    {
        var best = expected.Values.OrderDescending().Take(spec.Length).ToArray();
        if (length.Int64 != best.Length || items.Length != best.Length || items.Distinct().Count() != items.Length)
            return $"expected {best.Length} keys, got {length} of {items.Length}";
        // Weights that are equal but for rounding may come in either order: a key is right if its weight is, and the weights are if they are the greatest.
        for (var i = 0; i < best.Length; i++)
        {
            var scale = 1e-12 * Math.Abs(best[0]);      // weights of both signs cancel
            if (Math.Abs(best[i] - weights[i]) > scale && !IsNear(best[i], weights[i])) return $"expected weight {best[i]:R} at {i}, got {weights[i]:R}";
            if (!expected.TryGetValue(items[i], out var own)) return $"{items[i]} is no key";
            if (Math.Abs(own - weights[i]) > scale && !IsNear(own, weights[i])) return $"expected weight {own:R} of {items[i]}, got {weights[i]:R}";
        }
        return null;
    }

    private static string? Quantile(double[] numbers, double rank, Scalar actual)
    {
        if (numbers.Length == 0) return actual.IsNull ? null : $"expected NULL, got {actual.Double}";
        var expected = numbers.Order().ElementAt((int)Math.Floor(rank * (numbers.Length - 1)));
        // What is below a 7·10^8th of the greatest magnitude of its sign counts as that.
        var smallest = numbers.Where(number => Math.Sign(number) == Math.Sign(expected)).Max(Math.Abs) / 7e8;
        var isRight = Math.Abs(expected) < smallest
            ? Math.Sign(actual.Double) == Math.Sign(expected) && Math.Abs(actual.Double) <= smallest
            : Math.Abs(expected - actual.Double) <= 0.0100001 * Math.Abs(expected);
        return isRight && !actual.IsNull ? null : $"expected {expected:R} within 1 %, got {actual.Double:R}";
    }

    private static Comparer<Scalar> By(ScalarType type) => Comparer<Scalar>.Create((left, right) => type switch
    {
        _ when left.IsNull => 0,
        ScalarType.Double => left.Double.CompareTo(right.Double),
        ScalarType.String => string.Join(' ', left.String!.EnumerateRunes().Select(rune => rune.Value.ToString("x6")))
            .CompareTo(string.Join(' ', right.String!.EnumerateRunes().Select(rune => rune.Value.ToString("x6"))), StringComparison.Ordinal),
        _ => left.Int64.CompareTo(right.Int64),
    });
}
