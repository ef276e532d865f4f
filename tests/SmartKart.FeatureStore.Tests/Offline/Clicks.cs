using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Tests.Definitions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Offline;

/// <summary>Views over clicks that have every kind of aggregate, and histories of clicks for them.</summary>
internal static class Clicks
{
    internal static readonly DefinitionSet Set = Shop.Read(Shop.Entities + """
        ---
        feature_view: user_clicks
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        ttl: 31d
        features:
          events:    {aggregate: count, windows: [1h, 24h, 7d, 30d]}
          views:     {aggregate: count, filter: action = 'view', windows: [6h, 7d]}
          depth:     {aggregate: sum, of: position, windows: [24h, 7d]}
          chance:    {aggregate: sum, of: propensity, windows: [24h, 30d]}
          mean:      {aggregate: avg, of: propensity, windows: [7d]}
          least:     {aggregate: min, of: propensity, windows: [24h]}
          most:      {aggregate: max, of: position}
          spread:    {aggregate: stddev, of: propensity, windows: [7d]}
          products:  {aggregate: count_distinct, of: product_id, windows: [24h, 30d]}
          middle:    {aggregate: quantiles, of: propensity, at: [0.5], windows: [7d]}
          recent:    {aggregate: last_k, of: product_id, k: 5}
          ranks:     {aggregate: last_k, of: position, k: 3, filter: action = 'click'}
          tastes:    {aggregate: top_k, by: category_id, k: 3, windows: [30d]}
          warmth:    {aggregate: decayed_sum, of: propensity, half_life: 3d}
          drawn:     {aggregate: decayed_sum, by: category_id, half_life: 3d, top: 3}
          first_at:  {aggregate: first, of: occurred_at}
          last_at:   {aggregate: last, of: occurred_at}
          ratio:     {ratio: {of: views_7d, to: events_7d, prior: [1, 10]}}
          since:     {on_demand: "seconds(now - last_at)"}
        ---
        feature_view: user_looks
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        filter: action = 'view'
        ttl: 2d
        features:
          looks: {aggregate: count, windows: [12h]}
        ---
        feature_view: product_clicks
        entity: product
        source: {topic: clickstream, key: product_id, timestamp: occurred_at}
        ttl: 60d
        features:
          clicks: {aggregate: count, filter: action = 'click', windows: [7d]}
          users:  {aggregate: count_distinct, of: user_id, windows: [7d]}
        ---
        feature_view: taste
        entities: [user, category]
        source: {topic: clickstream, key: [user_id, category_id], timestamp: occurred_at}
        ttl: 60d
        features:
          interest: {aggregate: count, windows: [7d]}
        ---
        feature_service: all
        features: [user_clicks.*, product_clicks.clicks_7d, taste.*, user_looks.*, product_clicks.users_7d]
        """);

    internal static ServicePlan All => ServicePlan.Compile(Set.Service("all"));

    internal static ServicePlan View(string name) => ServicePlan.Compile(Set.View(name));

    /// <summary>Clicks in no order over 60 days, with NULLs among the fields and keys that have no label.</summary>
    internal static string Events(int count, int users, int seed) => $"""
        SELECT 'u' || hash(i, {seed}) % {users} AS user_id,
            TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_microseconds((hash(i, {seed + 1}) % (60 * 86400))::BIGINT * 1000000) AS occurred_at,
            ['view', 'view', 'click', 'impression'][(1 + hash(i, {seed + 2}) % 4)::INTEGER] AS action,
            CASE WHEN hash(i, {seed + 3}) % 9 > 0 THEN 'p' || hash(i, {seed + 4}) % 12 END AS product_id,
            CASE WHEN hash(i, {seed + 5}) % 9 > 0 THEN 'c' || hash(i, {seed + 6}) % 5 END AS category_id,
            CASE WHEN hash(i, {seed + 7}) % 5 > 0 THEN (hash(i, {seed + 8}) % 30)::INTEGER END AS "position",
            CASE WHEN hash(i, {seed + 9}) % 5 > 0 THEN (hash(i, {seed + 10}) % 1000) / 7.0::DOUBLE END AS propensity
        FROM range({count}) t(i)
        """;

    /// <summary>Labels in no order within those 60 days, for users with and without clicks; some rows twice.</summary>
    internal static string Labels(int count, int users, int seed) => $"""
        SELECT (i * 7) % 3 = 0 AS "clicked?", 'p' || hash(i // 2, {seed}) % 14 AS product_id, 'u' || hash(i // 2, {seed + 1}) % {users + 2} AS user_id,
            TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_microseconds((hash(i // 2, {seed + 2}) % (75 * 86400))::BIGINT * 1000000) AS event_timestamp,
            'c' || hash(i // 2, {seed + 3}) % 5 AS category_id, [i, NULL] AS extra
        FROM range({count}) t(i)
        """;
}
