using SmartKart.FeatureStore.Definitions;

namespace SmartKart.FeatureStore.Tests.Definitions;

/// <summary>Definitions that are sound, for tests to change, and what comes of them.</summary>
internal static class Shop
{
    internal const string File = "shop.yaml";

    internal const string Entities = """
        entity: user
        join_keys: [user_id]
        description: A customer, or a guest's pseudonym.
        ---
        entity: product
        join_keys: [product_id]
        ---
        entity: category
        join_keys: [category_id]

        """;

    internal const string Views = """
        ---
        feature_view: user_activity
        version: 1
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        filter: action = 'view'
        ttl: 60d
        features:
          views:             {aggregate: count, windows: [1h, 24h, 7d, 30d]}
          distinct_products: {aggregate: count_distinct, of: product_id, windows: [24h, 7d]}
          category_affinity: {aggregate: decayed_sum, by: category_id, half_life: 3d, top: 10}
          recent_products:   {aggregate: last_k, of: product_id, k: 20}
          last_at:           {aggregate: last, of: occurred_at}
          depth_7d:          {ratio: {of: views_7d, to: distinct_products_7d, prior: [1, 2]}}
          minutes_since:     {on_demand: seconds_since / 60}
          seconds_since:     {on_demand: "seconds(now - last_at)"}
        ---
        feature_view: product_sales
        entity: product
        source: {topic: order_placed, each: lines, key: lines.product_id, timestamp: occurred_at}
        ttl: 60d
        features:
          units:  {aggregate: sum, of: lines.quantity, windows: [7d, 30d]}
          prices: {aggregate: quantiles, of: lines.unit_price, at: [0.5, 0.999], windows: [7d]}
        ---
        feature_view: product_interest
        entity: product
        source: {topic: clickstream, key: product_id, timestamp: occurred_at}
        ttl: 31d
        features:
          views: {aggregate: count, filter: action = 'view', windows: [7d]}
        ---
        feature_view: product_conversion
        entity: product
        reads: [product_sales, product_interest]
        features:
          conversion_7d: {ratio: {of: product_sales.units_7d, to: product_interest.views_7d, prior: [1, 50]}}
          trend:         {on_demand: product_sales.units_7d * 30 / (product_sales.units_30d * 7)}
        ---
        feature_view: user_category
        entities: [user, category]
        source: {topic: clickstream, key: [user_id, category_id], timestamp: occurred_at}
        ttl: 8d
        features:
          views: {aggregate: count, windows: [7d]}

        """;

    internal const string Services = """
        ---
        feature_service: recommender
        description: What ranks products for a user.
        features: [user_activity.views_7d, user_activity@1.category_affinity, product_sales.*]

        """;

    internal const string All = Entities + Views + Services;

    internal static DefinitionSet Read(string text) => DefinitionSet.Parse(new DefinitionFile(File, text));

    /// <summary>The sound definitions with one piece of text put in place of another, which must be there.</summary>
    internal static string With(string old, string now)
    {
        All.ShouldContain(old);
        return All.Replace(old, now, StringComparison.Ordinal);
    }

    internal static IReadOnlyList<DefinitionFault> Faults(string text) => Should.Throw<DefinitionException>(() => Read(text)).Faults;

    /// <summary>A user view with these lines as its features, and an entity.</summary>
    internal static string View(string features) => $$"""
        entity: user
        join_keys: [user_id]
        ---
        feature_view: activity
        entity: user
        source: {topic: payment_processed, key: user_id, timestamp: occurred_at}
        ttl: 90d
        features:
          {{features}}
        """;
}
