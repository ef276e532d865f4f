using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>What the training sets of the benchmark hold.</summary>
internal static class TrainingViews
{
    private const string Windows = "[1h, 6h, 24h, 7d, 30d]";

    private const string Head = """
        entity: user
        join_keys: [user_id]
        ---
        feature_view: clicks
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        ttl: 90d
        features:

        """;

    /// <summary>Ten aggregates of one view, each over five windows.</summary>
    public static ServicePlan Fifty => Plan($$"""
          events:     {aggregate: count, windows: {{Windows}}}
          views:      {aggregate: count, filter: action = 'view', windows: {{Windows}}}
          clicks:     {aggregate: count, filter: action = 'click', windows: {{Windows}}}
          depth:      {aggregate: sum, of: position, windows: {{Windows}}}
          chance:     {aggregate: sum, of: propensity, windows: {{Windows}}}
          results:    {aggregate: avg, of: result_count, windows: {{Windows}}}
          least:      {aggregate: min, of: propensity, windows: {{Windows}}}
          deepest:    {aggregate: max, of: position, windows: {{Windows}}}
          products:   {aggregate: count_distinct, of: product_id, windows: {{Windows}}}
          spread:     {aggregate: stddev, of: propensity, windows: {{Windows}}}
        """.Split('\n'));

    /// <summary>200 aggregates, each over five windows: counts, sums, means and extremes of what happened at each place of a list.</summary>
    public static ServicePlan Thousand => Plan([.. Enumerable.Range(0, 40).SelectMany(place => new[]
    {
        $"  count_{place}: {{aggregate: count, filter: position = {place}, windows: {Windows}}}",
        $"  sum_{place}:   {{aggregate: sum, of: propensity, filter: position = {place}, windows: {Windows}}}",
        $"  avg_{place}:   {{aggregate: avg, of: result_count, filter: position = {place}, windows: {Windows}}}",
        $"  min_{place}:   {{aggregate: min, of: propensity, filter: position = {place}, windows: {Windows}}}",
        $"  max_{place}:   {{aggregate: max, of: propensity, filter: position = {place}, windows: {Windows}}}",
    })]);

    /// <summary>What pandas can be asked for in as many merges: counts and sums.</summary>
    public static ServicePlan Ten => Plan([$"  events: {{aggregate: count, windows: {Windows}}}", $"  chance: {{aggregate: sum, of: propensity, windows: {Windows}}}"]);

    public static ServicePlan Named(string name) => name switch
    {
        nameof(Fifty) => Fifty,
        nameof(Thousand) => Thousand,
        nameof(Ten) => Ten,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such features."),
    };

    private static ServicePlan Plan(string[] features) => ServicePlan.Compile(DefinitionSet
        .Parse(new DefinitionFile("benchmark.yaml", Head + string.Join('\n', features.Select(line => "  " + line.Trim())) + "\n")).View("clicks"));
}
