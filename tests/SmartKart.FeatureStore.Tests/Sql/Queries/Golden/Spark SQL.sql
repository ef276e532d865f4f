WITH
labels AS (
    SELECT struct(smartkart_label.*) AS label,
        CAST(smartkart_label.`user_id` AS STRING) AS key_user_id,
        CAST(smartkart_label.`category_id` AS STRING) AS key_category_id,
        unix_micros(CAST(smartkart_label.`event_timestamp` AS TIMESTAMP)) AS t
    FROM labels AS smartkart_label
),
asked__taste AS (
    SELECT DISTINCT key_user_id, t,
        (t - 3600000000) - pmod((t - 3600000000), 60000000L) AS from_1h,
        (t - 604800000000) - pmod((t - 604800000000), 3600000000L) AS from_7d,
        (t - 86400000000) - pmod((t - 86400000000), 900000000L) AS from_24h,
        (t - 2592000000000) - pmod((t - 2592000000000), 21600000000L) AS from_30d
    FROM labels
    WHERE key_user_id IS NOT NULL AND t IS NOT NULL
),
events__taste AS (
    SELECT source.`user_id` AS key_user_id,
        unix_micros(source.`occurred_at`) AS ts,
        left(source.`category_id`, 256) AS input_0,
        left(source.`merchant_id`, 256) AS input_1,
        source.`propensity` AS input_2,
        CASE WHEN (source.`action` = 'click') THEN TRUE END AS input_3,
        left(source.`query`, 256) AS input_4,
        source.`result_count` AS input_5,
        source.`position` AS input_6,
        source.`occurred_at` AS input_7,
        left(source.`product_id`, 256) AS input_8,
        CASE WHEN (source.`action` = 'view') THEN TRUE END AS input_9
    FROM (
        SELECT CAST(e.`occurred_at` AS TIMESTAMP) AS `occurred_at`,
            CAST(e.`user_id` AS STRING) AS `user_id`,
            CAST(e.`action` AS STRING) AS `action`,
            CAST(e.`product_id` AS STRING) AS `product_id`,
            CAST(e.`category_id` AS STRING) AS `category_id`,
            CAST(e.`merchant_id` AS STRING) AS `merchant_id`,
            CAST(e.`query` AS STRING) AS `query`,
            CAST(e.`result_count` AS BIGINT) AS `result_count`,
            CAST(e.`position` AS BIGINT) AS `position`,
            CAST(e.`propensity` AS DOUBLE) AS `propensity`
        FROM history.clickstream AS e
        WHERE e.`user_id` IS NOT NULL AND e.`occurred_at` IS NOT NULL
    ) AS source
    WHERE (source.`action` <> 'dislike')
),
values__taste AS (
    SELECT a.key_user_id, a.t,
        count(CASE WHEN e.ts >= a.from_1h THEN 1 END) AS taste__events_1h,
        count(CASE WHEN e.ts >= a.from_7d THEN 1 END) AS taste__events_7d,
        count(CASE WHEN e.ts >= a.from_7d THEN e.input_3 END) AS taste__clicks_7d,
        count(e.input_4) AS taste__searches,
        CAST(sum(CAST(CASE WHEN e.ts >= a.from_24h THEN e.input_5 END AS DECIMAL(20, 0))) AS BIGINT) AS taste__shown_24h,
        CAST(sum(CAST(CASE WHEN e.ts >= a.from_7d THEN e.input_6 END AS DECIMAL(20, 0))) AS DOUBLE) / nullif(count(CASE WHEN e.ts >= a.from_7d THEN e.input_6 END), 0) AS taste__place_7d,
        sum(CASE WHEN e.ts >= a.from_7d THEN e.input_2 END) AS taste__odds_7d,
        min(e.input_2) AS taste__least_odds,
        max(e.input_2) AS taste__most_odds,
        var_samp(e.input_2) AS taste__spread,
        stddev_samp(CAST(e.input_6 AS DOUBLE)) AS taste__deviation,
        min(CASE WHEN e.input_7 IS NOT NULL THEN named_struct('at', e.ts, 'v', e.input_7) END).v AS taste__first_at,
        max(CASE WHEN e.input_2 IS NOT NULL THEN named_struct('at', e.ts, 'v', e.input_2) END).v AS taste__last_odds,
        transform(slice(sort_array(collect_list(CASE WHEN e.input_8 IS NOT NULL THEN named_struct('at', e.ts, 'v', e.input_8) END), false), 1, 3), latest -> latest.v) AS taste__recent,
        count(DISTINCT CASE WHEN e.ts >= a.from_30d THEN e.input_8 END) AS taste__products_30d,
        sum(CASE WHEN e.input_9 THEN pow(2E0D, CAST((e.ts - a.t) AS DOUBLE) / 86400000000E0D) END) AS taste__warmth,
        CAST(get(sort_array(collect_list(CASE WHEN e.ts >= a.from_7d THEN e.input_6 END)), CAST(floor(0.5E0D * (count(CASE WHEN e.ts >= a.from_7d THEN e.input_6 END) - 1)) AS INT)) AS DOUBLE) AS taste__places_p50_7d,
        CAST(get(sort_array(collect_list(CASE WHEN e.ts >= a.from_7d THEN e.input_6 END)), CAST(floor(0.9E0D * (count(CASE WHEN e.ts >= a.from_7d THEN e.input_6 END) - 1)) AS INT)) AS DOUBLE) AS taste__places_p90_7d
    FROM asked__taste AS a
        JOIN events__taste AS e ON e.key_user_id = a.key_user_id
            AND e.ts < a.t
    GROUP BY a.key_user_id, a.t
    HAVING a.t - max(e.ts) < 5184000000000
),
ranking__taste__categories_30d AS (
    SELECT key_user_id, t, transform(slice(sort_array(collect_list(named_struct('below', -weight, 'key', item, 'weight', weight))), 1, 5), heavy -> named_struct('key', heavy.key, 'weight', heavy.weight)) AS ranking
    FROM (
        SELECT a.key_user_id, a.t, e.input_0 AS item, sum(1E0D) AS weight
        FROM asked__taste AS a
            JOIN events__taste AS e ON e.key_user_id = a.key_user_id
                AND e.ts < a.t AND e.ts >= a.from_30d
        WHERE e.input_0 IS NOT NULL
        GROUP BY a.key_user_id, a.t, e.input_0
    ) AS weighed
    GROUP BY key_user_id, t
),
ranking__taste__merchants AS (
    SELECT key_user_id, t, transform(slice(sort_array(collect_list(named_struct('below', -weight, 'key', item, 'weight', weight))), 1, 2), heavy -> named_struct('key', heavy.key, 'weight', heavy.weight)) AS ranking
    FROM (
        SELECT a.key_user_id, a.t, e.input_1 AS item, sum(e.input_2 * pow(2E0D, CAST((e.ts - a.t) AS DOUBLE) / 259200000000E0D)) AS weight
        FROM asked__taste AS a
            JOIN events__taste AS e ON e.key_user_id = a.key_user_id
                AND e.ts < a.t
        WHERE e.input_1 IS NOT NULL AND e.input_2 IS NOT NULL
        GROUP BY a.key_user_id, a.t, e.input_1
    ) AS weighed
    GROUP BY key_user_id, t
),
asked__pairs AS (
    SELECT DISTINCT key_user_id, key_category_id, t,
        (t - 2592000000000) - pmod((t - 2592000000000), 21600000000L) AS from_30d
    FROM labels
    WHERE key_user_id IS NOT NULL AND key_category_id IS NOT NULL AND t IS NOT NULL
),
events__pairs AS (
    SELECT source.`user_id` AS key_user_id,
        source.`lines.category_id` AS key_category_id,
        unix_micros(source.`occurred_at`) AS ts,
        (CAST(source.`lines.quantity` AS DOUBLE) * source.`lines.unit_price`) AS input_0
    FROM (
        SELECT `occurred_at`,
            `user_id`,
            CAST(item.`quantity` AS BIGINT) AS `lines.quantity`,
            CAST(item.`unit_price` AS DOUBLE) AS `lines.unit_price`,
            CAST(item.`category_id` AS STRING) AS `lines.category_id`
        FROM (
            SELECT CAST(e.`occurred_at` AS TIMESTAMP) AS `occurred_at`,
                CAST(e.`user_id` AS STRING) AS `user_id`,
                explode(e.`lines`) AS item
            FROM history.order_placed AS e
        ) AS elements
        WHERE `user_id` IS NOT NULL AND item.`category_id` IS NOT NULL AND `occurred_at` IS NOT NULL
    ) AS source
),
values__pairs AS (
    SELECT a.key_user_id, a.key_category_id, a.t,
        sum(CASE WHEN e.ts >= a.from_30d THEN e.input_0 END) AS pairs__spend_30d
    FROM asked__pairs AS a
        JOIN events__pairs AS e ON e.key_user_id = a.key_user_id AND e.key_category_id = a.key_category_id
            AND e.ts < a.t AND e.ts >= a.from_30d
    GROUP BY a.key_user_id, a.key_category_id, a.t
    HAVING a.t - max(e.ts) < 2678400000000
),
asked__sales AS (
    SELECT DISTINCT key_user_id, t,
        (t - 604800000000) - pmod((t - 604800000000), 3600000000L) AS from_7d
    FROM labels
    WHERE key_user_id IS NOT NULL AND t IS NOT NULL
),
events__sales AS (
    SELECT source.`user_id` AS key_user_id,
        unix_micros(source.`occurred_at`) AS ts
    FROM (
        SELECT CAST(e.`occurred_at` AS TIMESTAMP) AS `occurred_at`,
            CAST(e.`user_id` AS STRING) AS `user_id`
        FROM history.order_placed AS e
        WHERE e.`user_id` IS NOT NULL AND e.`occurred_at` IS NOT NULL
    ) AS source
),
values__sales AS (
    SELECT a.key_user_id, a.t,
        count(CASE WHEN e.ts >= a.from_7d THEN 1 END) AS sales__orders_7d
    FROM asked__sales AS a
        JOIN events__sales AS e ON e.key_user_id = a.key_user_id
            AND e.ts < a.t AND e.ts >= a.from_7d
    GROUP BY a.key_user_id, a.t
    HAVING a.t - max(e.ts) < 2678400000000
),
features_0 AS (
    SELECT labels.label, labels.t,
        coalesce(values__taste.taste__events_1h, 0) AS taste__events_1h,
        coalesce(values__taste.taste__events_7d, 0) AS taste__events_7d,
        coalesce(values__taste.taste__clicks_7d, 0) AS taste__clicks_7d,
        coalesce(values__taste.taste__searches, 0) AS taste__searches,
        values__taste.taste__shown_24h AS taste__shown_24h,
        values__taste.taste__place_7d AS taste__place_7d,
        values__taste.taste__odds_7d AS taste__odds_7d,
        values__taste.taste__least_odds AS taste__least_odds,
        values__taste.taste__most_odds AS taste__most_odds,
        values__taste.taste__spread AS taste__spread,
        values__taste.taste__deviation AS taste__deviation,
        values__taste.taste__first_at AS taste__first_at,
        values__taste.taste__last_odds AS taste__last_odds,
        coalesce(values__taste.taste__recent, array()) AS taste__recent,
        coalesce(values__taste.taste__products_30d, 0) AS taste__products_30d,
        coalesce(ranking__taste__categories_30d.ranking, array()) AS taste__categories_30d,
        values__taste.taste__warmth AS taste__warmth,
        coalesce(ranking__taste__merchants.ranking, array()) AS taste__merchants,
        values__taste.taste__places_p50_7d AS taste__places_p50_7d,
        values__taste.taste__places_p90_7d AS taste__places_p90_7d,
        values__pairs.pairs__spend_30d AS pairs__spend_30d,
        coalesce(values__sales.sales__orders_7d, 0) AS sales__orders_7d
    FROM labels
    LEFT JOIN values__taste ON values__taste.key_user_id = labels.key_user_id AND values__taste.t = labels.t
    LEFT JOIN ranking__taste__categories_30d ON ranking__taste__categories_30d.key_user_id = values__taste.key_user_id AND ranking__taste__categories_30d.t = values__taste.t
    LEFT JOIN ranking__taste__merchants ON ranking__taste__merchants.key_user_id = values__taste.key_user_id AND ranking__taste__merchants.t = values__taste.t
    LEFT JOIN values__pairs ON values__pairs.key_user_id = labels.key_user_id AND values__pairs.key_category_id = labels.key_category_id AND values__pairs.t = labels.t
    LEFT JOIN values__sales ON values__sales.key_user_id = labels.key_user_id AND values__sales.t = labels.t
),
features_1 AS (
    SELECT *,
        ((CAST(taste__clicks_7d AS DOUBLE) + 1E0D) / nullif((CAST(taste__events_7d AS DOUBLE) + 50E0D), 0E0D)) AS taste__ctr,
        (CAST((unix_micros(timestamp_micros(t)) - unix_micros(taste__first_at)) AS DOUBLE) / 3600000000E0D) AS taste__hours,
        (CAST(sales__orders_7d AS DOUBLE) / nullif(CAST(taste__clicks_7d AS DOUBLE), 0E0D)) AS conversion__conversion
    FROM features_0
),
features_2 AS (
    SELECT *,
        (conversion__conversion / nullif(taste__ctr, 0E0D)) AS conversion__lift
    FROM features_1
)
SELECT label.*,
    taste__events_1h,
    taste__events_7d,
    taste__clicks_7d,
    taste__searches,
    taste__shown_24h,
    taste__place_7d,
    taste__odds_7d,
    taste__least_odds,
    taste__most_odds,
    taste__spread,
    taste__deviation,
    taste__first_at,
    taste__last_odds,
    taste__recent,
    taste__products_30d,
    taste__categories_30d,
    taste__warmth,
    taste__merchants,
    taste__places_p50_7d,
    taste__places_p90_7d,
    taste__ctr,
    taste__hours,
    pairs__spend_30d,
    conversion__conversion,
    conversion__lift
FROM features_2
