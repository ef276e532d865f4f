using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Tests.Tiles;

/// <summary>An event as the reference keeps it.</summary>
internal sealed record HistoryEvent(long Time, Scalar[] Values);

/// <summary>Random plans, and random histories in order of arrival: some events are late by seconds to weeks, many share an instant.</summary>
internal sealed class HistoryGenerator(Random random)
{
    public const long Minute = 60_000_000;
    private const long Day = 1_440 * Minute;

    /// <summary>The types of an event's values.</summary>
    public static readonly ScalarType[] Types = [ScalarType.Int64, ScalarType.Double, ScalarType.String, ScalarType.Timestamp, ScalarType.Boolean];

    private static readonly int[] Windows = [1, 5, 60, 61, 90, 720, 1440, 1441, 3 * 1440, 7 * 1440, 10 * 1440, 31 * 1440, 60 * 1440];

    public List<AggregateSpec> Specs() => [.. Enumerable.Range(0, 1 + random.Next(7)).Select(Spec)];

    public List<HistoryEvent> Events(int count)
    {
        var time = random.NextInt64(-20 * Day, 20_000 * Day);
        var pace = Math.Pow(10, 5 + (5 * random.NextDouble()));        // a tenth of a second to a day
        var keys = 1 + random.Next(random.Next(3) == 0 ? 400 : 12);
        var arrivals = new List<(long Arrival, HistoryEvent Event)>();
        for (var i = 0; i < count; i++)
        {
            if (random.Next(4) > 0) time += (long)(pace * -Math.Log(1 - random.NextDouble()) * (random.Next(20) == 0 ? 50 : 1));
            var delay = random.Next(4) == 0 ? (long)(Math.Pow(10, 12.5 * random.NextDouble()) - 1) : 0;
            arrivals.Add((time + delay, new HistoryEvent(time, Values(keys))));
        }
        return [.. arrivals.OrderBy(arrival => arrival.Arrival).Select(arrival => arrival.Event)];
    }

    /// <summary>How long after the newest event somebody asks: at once, or up to months later.</summary>
    public long Wait() => 1 + (long)Math.Pow(10, 12.8 * random.NextDouble()) - 1;

    private AggregateSpec Spec(int number)
    {
        var kind = (AggregateKind)random.Next(Enum.GetValues<AggregateKind>().Length);
        var isKeyed = kind is AggregateKind.TopK or AggregateKind.DecayedTopK;
        var isNumeric = isKeyed || kind is AggregateKind.Sum or AggregateKind.Avg or AggregateKind.Variance or AggregateKind.Stddev or AggregateKind.DecayedSum
            or AggregateKind.Quantile;
        var mayCount = isKeyed || kind is AggregateKind.Count or AggregateKind.DecayedSum;
        var of = mayCount && random.Next(2) == 0 ? -1 : random.Next(isNumeric ? 2 : Types.Length);
        var by = isKeyed ? random.Next(3) * 2 % 3 : -1;
        return new AggregateSpec($"f{number}", kind)
        {
            Of = of,
            OfType = of >= 0 ? Types[of] : default,
            By = by,
            ByType = by >= 0 ? Types[by] : default,
            Windows = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Window())],
            Length = 1 + random.Next(12),
            Rank = random.Next(3) == 0 ? random.Next(2) : random.NextDouble(),
            HalfLife = TimeSpan.FromSeconds((long)Math.Pow(10, 7 * random.NextDouble())),
            // Room for every key: beyond the cap the weights are bounds, which have a test of their own.
            Cap = kind == AggregateKind.CountDistinct ? 1 + random.Next(100) : isKeyed ? 1024 : 0,
        };
    }

    private TimeSpan Window() => random.Next(5) == 0 ? AggregateSpec.Lifetime : TimeSpan.FromMinutes(Windows[random.Next(Windows.Length)]);

    private Scalar[] Values(int keys)
    {
        var key = random.Next(keys);
        return
        [
            Maybe(Scalar.From((long)(key - (keys / 2)) * (random.Next(50) == 0 ? 1L << 40 : 1))),
            Maybe(Scalar.From(random.Next(3) switch { 0 => Math.Round(random.NextDouble() * 500, 2), 1 => key, _ => (random.NextDouble() * 1e4) - 500 })),
            Maybe(Scalar.From($"{(key % 3 == 0 ? "ß€𝄞" : "p")}{key}")),
            Maybe(Scalar.FromTimestamp(random.NextInt64(-Day, 20_000 * Day))),
            Maybe(Scalar.From(random.Next(2) == 0)),
        ];
    }

    private Scalar Maybe(Scalar value) => random.Next(12) == 0 ? Scalar.Null : value;
}
