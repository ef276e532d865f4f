using SmartKart.FeatureStore.Tests.Offline;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse;

namespace SmartKart.FeatureStore.Tests.Parity;

/// <summary>
/// Real histories as events of the platform, a SELECT for each topic; what a set doesn't have and a view wants is made from what it has. The sets
/// are no part of the repository: they are looked for beside it.
/// </summary>
internal static class SharedHistory
{
    private const string Line = """
        {'product_id': $product, 'quantity': $quantity, 'unit_price': $price::DECIMAL(18, 4), 'discount': NULL::DECIMAL(18, 4),
         'merchant_id': $merchant, 'category_id': $category, 'promotion_id': NULL::VARCHAR, 'recommendation_id': NULL::VARCHAR}
        """;

    /// <summary>The sets, and the queries of the topics that each of them feeds.</summary>
    private static readonly Dictionary<string, (string Topic, string Query)[]> Sets = new(StringComparer.Ordinal)
    {
        // Two hours of many users who do little: each user's is one visit, and a hundred sellers share the categories.
        ["taobao_behavior"] =
        [
            ("clickstream", """
                SELECT "at" AS occurred_at, user_id::VARCHAR AS user_id, 's' || user_id AS session_id, item_id::VARCHAR AS product_id,
                    category_id::VARCHAR AS category_id, 'm' || category_id % 100 AS merchant_id, if(behavior = 'pv', 'view', 'like') AS action
                FROM $set WHERE behavior IN ('pv', 'fav') AND user_id % 8 = 0
                """),
            ("cart_updated", """
                SELECT "at" AS occurred_at, user_id::VARCHAR AS user_id, item_id::VARCHAR AS product_id, 'item_added' AS action, 1 AS quantity_delta,
                    item_id % 9973 / 100 AS subtotal
                FROM $set WHERE behavior = 'cart' AND user_id % 8 = 0
                """),
            ("order_placed", $"""
                SELECT "at" AS occurred_at, user_id::VARCHAR AS user_id, item_id % 9973 / 100 AS total, [{Line
                    .Replace("$product", "item_id::VARCHAR", StringComparison.Ordinal).Replace("$quantity", "1", StringComparison.Ordinal)
                    .Replace("$price", "(item_id % 9973 / 100)", StringComparison.Ordinal)
                        .Replace("$merchant", "'m' || category_id % 100", StringComparison.Ordinal)
                    .Replace("$category", "category_id::VARCHAR", StringComparison.Ordinal)}] AS lines
                FROM $set WHERE behavior = 'buy' AND user_id % 8 = 0
                """),
        ],
        // A year of wholesale, with orders of up to hundreds of lines. The head of a code is its category, and a country stands for a seller: of
        // more products than its ranking is exact to.
        ["online_retail"] =
        [
            ("order_placed", $"""
                SELECT min(invoice_at) AS occurred_at, any_value(customer_id)::VARCHAR AS user_id, any_value(country) AS shipping_country,
                    sum(quantity * unit_price) AS total, list({Line
                    .Replace("$product", "stock_code", StringComparison.Ordinal).Replace("$quantity", "quantity", StringComparison.Ordinal)
                    .Replace("$price", "unit_price", StringComparison.Ordinal).Replace("$merchant", "country", StringComparison.Ordinal)
                    .Replace("$category", "left(stock_code, 3)", StringComparison.Ordinal)} ORDER BY stock_code, quantity, unit_price) AS lines
                FROM $set WHERE customer_id IS NOT NULL AND quantity > 0 GROUP BY invoice_no
                """),
        ],
        // Half a year of payments; a terminal is a seller, and of its fifty places one is where the card is from.
        ["fraud_transactions"] =
        [
            ("payment_processed", """
                SELECT "at" AS occurred_at, 'u' || customer_id AS user_id, 'm' || terminal_id AS merchant_id, amount, 1 AS attempt,
                    CASE WHEN fraud THEN 'charged_back' WHEN transaction_id % 11 = 0 THEN 'declined' ELSE 'captured' END AS status,
                    'c' || customer_id // 2 AS card_fingerprint, 'a' || customer_id // 3 AS billing_address_hash, NOT fraud AS address_matched,
                    'd' || transaction_id % 5 AS device_id, 'n' || terminal_id AS network_address,
                    'l' || terminal_id % 50 AS network_country, 'l' || customer_id % 50 AS bin_country
                FROM $set WHERE customer_id < 150
                """),
        ],
        // A week of clicks, each session a user of its own.
        ["yoochoose_clicks_100k"] =
        [
            ("clickstream", """
                SELECT "at" AS occurred_at, session_id::VARCHAR AS user_id, session_id::VARCHAR AS session_id, item_id::VARCHAR AS product_id,
                    'c' || item_id % 40 AS category_id, 'm' || item_id % 7 AS merchant_id,
                    CASE WHEN item_id % 3 = 0 THEN 'click' WHEN item_id % 7 = 0 THEN 'impression' ELSE 'view' END AS action, item_id % 20 AS position
                FROM $set WHERE session_id % 3 = 0
                """),
        ],
    };

    /// <summary>Writes a set as Parquet history; where it is absent the test is skipped by its name.</summary>
    /// <returns>The topics.</returns>
    public static IReadOnlySet<string> Write(string set, HistoryFolder folder)
    {
        var file = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", $"{set}.parquet"));
        if (!File.Exists(file)) Assert.Skip($"{set}.parquet is not at hand: it is looked for in ../shared/data beside the repository.");
        foreach (var (topic, query) in Sets[set])
            folder.AddByName(TopicCatalog.Shipped[topic], query.Replace("$set", SqlText.Literal(file), StringComparison.Ordinal));
        return Sets[set].Select(topic => topic.Topic).ToHashSet(StringComparer.Ordinal);
    }
}
