using System.Buffers;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>Users in Redis, as <see cref="UserActivity"/> has them visit the shop: five views of fifty features each.</summary>
internal static class OnlineUsers
{
    public const int Views = 5;
    public const int FeaturesPerView = 50;

    private const string Features = """
        views:              {aggregate: count, filter: action = 'view', windows: [1h, 6h, 24h, 7d, 30d]}
          clicks:             {aggregate: count, filter: action = 'click', windows: [1h, 6h, 24h, 7d, 30d]}
          searches:           {aggregate: count, filter: action = 'search', windows: [1h, 6h, 24h, 7d, 30d]}
          likes:              {aggregate: count, filter: action = 'like', windows: [1h, 6h, 24h, 7d, 30d]}
          impressions:        {aggregate: count, filter: action = 'impression', windows: [1h, 6h, 24h, 7d, 30d]}
          events:             {aggregate: count, windows: [1h, 6h, 24h, 7d, 30d]}
          position:           {aggregate: avg, of: position, windows: [1h, 6h, 24h, 7d, 30d]}
          last_position:      {aggregate: max, of: position, windows: [1h, 6h, 24h, 7d, 30d]}
          results:            {aggregate: avg, of: result_count, windows: [1h, 6h, 24h, 7d, 30d]}
          distinct_products:  {aggregate: count_distinct, of: product_id, windows: [24h, 7d, 30d]}
          distinct_categories: {aggregate: count_distinct, of: category_id, windows: [30d]}
          last_at:            {aggregate: last, of: occurred_at}
        """;

    private static readonly DefinitionSet Set = DefinitionSet.Parse(new DefinitionFile("online.yaml", string.Concat(
        ["entity: user\njoin_keys: [user_id]\n", .. Enumerable.Range(1, Views).Select(ViewText), ServiceText("one", 1), ServiceText("all", Views)])));

    /// <summary>Fifty features, of one view.</summary>
    public static readonly ServicePlan OneView = ServicePlan.Compile(Set.Service("one"));

    /// <summary>Two hundred and fifty, of five views.</summary>
    public static readonly ServicePlan AllViews = ServicePlan.Compile(Set.Service("all"));

    /// <summary>The join key of a user.</summary>
    public static Scalar Key(int user) => Scalar.From($"user-{user}");

    /// <summary>Writes every user's tiles, as of the end of the last day.</summary>
    public static async Task WriteAsync(RedisOptions options, UserActivity activity, CancellationToken cancel)
    {
        await using var writer = OnlineWriter.Open(options);
        var blob = new ArrayBufferWriter<byte>();
        foreach (var view in AllViews.Sources)
        {
            var states = Replayed(view, activity);
            for (var user = 0; user < states.Length; user++)
            {
                if (states[user].IsEmpty) continue;
                blob.ResetWrittenCount();
                states[user].Write(blob, sequence: 1);
                await writer.WriteAsync(view, [Key(user)], blob.WrittenSpan, default, cancel);
            }
        }
        var report = await writer.FlushAsync(TimeSpan.FromMinutes(1), cancel);
        if (!report.IsComplete) throw new InvalidOperationException($"{report.Unwritten} users were not written: {report.Fault?.Message}", report.Fault);
    }

    private static TileState[] Replayed(ViewPlan view, UserActivity activity)
    {
        var states = Array.ConvertAll(new TileState[UserActivity.Users], _ => view.Tiles.NewState());
        var schema = view.View.Source!.Row;
        var (row, inputs) = (new Scalar[schema.Fields.Count], new Scalar[view.Tiles.InputCount]);
        var (action, product, category) = (schema.PlaceOf("action"), schema.PlaceOf("product_id"), schema.PlaceOf("category_id"));
        var (position, results) = (schema.PlaceOf("position"), schema.PlaceOf("result_count"));
        Scalar[] actions = [.. new[] { "view", "view", "click", "view", "search", "impression", "view", "like", "impression", "view" }.Select(Scalar.From)];
        var number = 0;
        foreach (var (user, time, values) in activity.Events)
        {
            row[view.KeyPlaces[0]] = Key(user);
            row[view.TimestampPlace] = Scalar.FromTimestamp(time);
            (row[action], row[product], row[category]) = (actions[number % actions.Length], values[0], values[1]);
            (row[position], row[results]) = (Scalar.From((long)(number % 20)), Scalar.From((long)(number % 50)));
            number++;
            if (view.TryRead(row, inputs)) states[user].Add(time, inputs);
        }
        foreach (var state in states) state.Evict(UserActivity.End);
        return states;
    }

    private static string ViewText(int number) => $$"""
        ---
        feature_view: activity_{{number}}
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        ttl: 90d
        features:
          {{Features}}

        """;

    private static string ServiceText(string name, int views) =>
        $"---\nfeature_service: {name}\nfeatures: [{string.Join(", ", Enumerable.Range(1, views).Select(view => $"activity_{view}.*"))}]\n";
}
