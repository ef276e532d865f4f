using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>
/// How fast does a view take events in, from a row of its source to its tiles, filters and expressions included? On one thread, over the states
/// of 3,000 users: for the design's view, and for the shipped one, which has twice as many features and a filter each.
/// </summary>
internal sealed class ViewUpdates
{
    private const string DesignsView = """
        entity: user
        join_keys: [user_id]
        ---
        feature_view: user_activity
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        filter: action = 'view'
        ttl: 60d
        features:
          views:             {aggregate: count, windows: [1h, 24h, 7d, 30d]}
          distinct_products: {aggregate: count_distinct, of: product_id, windows: [24h, 7d]}
          category_affinity: {aggregate: decayed_sum, by: category_id, half_life: 3d, top: 10}
          recent_products:   {aggregate: last_k, of: product_id, k: 20}
        """;

    public static IReadOnlyList<Metric> Metrics { get; } =
    [
        new("tile_updates_per_s", "{event}/s", "rows read and taken into one view's tiles, on one core", Target.AtLeast(1_000_000)),
        new("tile_alloc_b", "By", "bytes allocated by one", Target.AtMost(50)),
        new("shipped_updates_per_s", "{event}/s", "the same, of the shipped user_activity: nine aggregates, seven with a filter of their own"),
        new("shipped_alloc_b", "By", "bytes allocated by one"),
    ];

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        run.Say("view updates: 60 days of 3,000 users");
        var activity = UserActivity.Generate(seed: 1);
        var designs = DefinitionSet.Parse(new DefinitionFile("design.yaml", DesignsView)).View("user_activity");
        var medians = await Race.RunAsync(
            [Update("design", designs, activity), Update("shipped", DefinitionSet.Shipped.View("user_activity"), activity)], run.Say, cancel);
        return new Dictionary<string, double>
        {
            ["tile_updates_per_s"] = medians[0]["design_per_s"],
            ["tile_alloc_b"] = medians[0]["design_alloc_b"],
            ["shipped_updates_per_s"] = medians[1]["shipped_per_s"],
            ["shipped_alloc_b"] = medians[1]["shipped_alloc_b"],
        };
    }

    // After the last day the first comes again, 60 days later: tiles go on being merged and dropped.
    private static HotLoop Update(string name, FeatureView view, UserActivity activity)
    {
        var plan = ViewPlan.Compile(view);
        var rows = Rows(plan, activity);
        var states = Array.ConvertAll(new TileState[UserActivity.Users], _ => plan.Tiles.NewState());
        var inputs = new Scalar[plan.Tiles.InputCount];
        var (next, shift, period) = (0, 0L, UserActivity.End - activity.Events[0].Time);
        void Take(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var row = rows[next];
                if (plan.TryRead(row, inputs)) states[activity.Events[next].User].Add(row[plan.TimestampPlace].Timestamp + shift, inputs);
                if (++next < rows.Length) continue;
                next = 0;
                shift += period;
            }
        }
        Take(rows.Length);
        return new HotLoop(name, Take);
    }

    private static Scalar[][] Rows(ViewPlan plan, UserActivity activity)
    {
        var schema = plan.View.Source!.Row;
        var (product, category, session, action) =
            (schema.PlaceOf("product_id"), schema.PlaceOf("category_id"), schema.PlaceOf("session_id"), schema.PlaceOf("action"));
        var view = Scalar.From("view");
        return Array.ConvertAll(activity.Events, next =>
        {
            var row = new Scalar[schema.Fields.Count];
            row[plan.KeyPlaces[0]] = Scalar.From($"u{next.User:00000}");
            row[plan.TimestampPlace] = Scalar.FromTimestamp(next.Time);
            (row[product], row[category], row[action]) = (next.Values[0], next.Values[1], view);
            row[session] = Scalar.From($"s{next.User:00000}{next.Time / 3_600_000_000}");
            return row;
        });
    }
}
