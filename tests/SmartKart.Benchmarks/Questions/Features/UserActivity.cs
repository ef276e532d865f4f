using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>
/// The view and the traffic that tiles are measured on: what users of a shop viewed in 60 days. Users come back every few days, some far
/// more often than others, and view a few products a visit, two in three of their favourite categories.
/// </summary>
internal sealed class UserActivity
{
    public const int Users = 3_000;
    public const int Days = 60;

    private const long Second = 1_000_000;
    private const long Day = 86_400 * Second;

    // 2026-01-05, as the simulated shop's days begin.
    private const long Start = 1_767_571_200 * Second;

    /// <summary>The view, as the design writes it.</summary>
    public static readonly TilePlan Plan = TilePlan.Compile("user_activity:1",
    [
        new("views", AggregateKind.Count) { Windows = [TimeSpan.FromHours(1), TimeSpan.FromHours(24), TimeSpan.FromDays(7), TimeSpan.FromDays(30)] },
        new("distinct_products", AggregateKind.CountDistinct) { Of = 0, OfType = ScalarType.String, Windows = [TimeSpan.FromHours(24), TimeSpan.FromDays(7)] },
        new("category_affinity", AggregateKind.DecayedTopK) { By = 1, ByType = ScalarType.String, HalfLife = TimeSpan.FromDays(3), Length = 10 },
        new("recent_products", AggregateKind.LastK) { Of = 0, OfType = ScalarType.String, Length = 20 },
    ], TimeSpan.FromDays(60));

    private UserActivity((int User, long Time, Scalar[] Values)[] events) => Events = events;

    /// <summary>All views, by time.</summary>
    public (int User, long Time, Scalar[] Values)[] Events { get; }

    /// <summary>The end of the last day.</summary>
    public static long End => Start + (Days * Day);

    public static UserActivity Generate(int seed)
    {
        var random = new Random(seed);
        var products = Array.ConvertAll(Enumerable.Range(0, 20_000).ToArray(), number => Scalar.From($"p{number:00000}"));
        var categories = Array.ConvertAll(Enumerable.Range(0, 40).ToArray(), number => Scalar.From($"category-{number}"));
        var events = new List<(int, long, Scalar[])>();
        for (var user = 0; user < Users; user++)
        {
            var daysBetween = 4 * Math.Exp(Normal(random));
            var favourite = random.Next(categories.Length);
            for (var visit = random.NextDouble() * daysBetween; visit < Days; visit += -Math.Log(1 - random.NextDouble()) * daysBetween)
            {
                var time = Start + (long)(visit * Day);
                for (var view = 1 + random.Next(7); view > 0; view--)
                {
                    var product = (int)(products.Length * Math.Pow(random.NextDouble(), 3));
                    var category = random.Next(3) > 0 ? (favourite + (product % 3)) % categories.Length : product % categories.Length;
                    events.Add((user, time, [products[product], categories[category]]));
                    time += (long)(-Math.Log(1 - random.NextDouble()) * 60 * Second) + 1;
                }
            }
        }
        return new UserActivity([.. events.OrderBy(next => next.Item2)]);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
