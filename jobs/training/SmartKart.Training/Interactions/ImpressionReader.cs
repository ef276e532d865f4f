using SmartKart.FeatureStore.Offline;
using SmartKart.Schemas.Catalogue;
using SmartKart.Scoring.Recommenders;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Training.Interactions;

/// <summary>
/// Reads what was shown from <c>clickstream</c>, and whether it was clicked: a click has the recommendation and the product of its impression. Unlike
/// off-policy evaluation it needs no propensities. An event that was sent twice counts once.
/// </summary>
internal static class ImpressionReader
{
    private static string Sql(string events) => $"""
        WITH seen AS (
            SELECT DISTINCT ON (event_id) occurred_at, action, product_id, position, recommendation_id
            FROM {events}
            WHERE action IN ('impression', 'click') AND recommendation_id IS NOT NULL AND product_id IS NOT NULL
        ),
        clicked AS (SELECT DISTINCT recommendation_id, product_id FROM seen WHERE action = 'click')
        SELECT epoch_us(occurred_at), seen.product_id, coalesce(position, 0), clicked.product_id IS NOT NULL
        FROM seen LEFT JOIN clicked ON seen.recommendation_id = clicked.recommendation_id AND seen.product_id = clicked.product_id
        WHERE action = 'impression'
        ORDER BY occurred_at
        """;

    /// <returns>In the order of time; empty where the history has none of the products.</returns>
    /// <exception cref="InteractionException">The events can't be read.</exception>
    public static Impression[] Read(HistorySource history, Catalogue products)
    {
        if (!history.Has(Topics.Clickstream)) return [];
        try
        {
            using var connection = new DuckDbConnection("Data Source=:memory:");
            connection.Open();
            using var command = connection.CreateCommand(Sql(history.RelationOf(connection, TopicCatalog.Shipped[Topics.Clickstream])));
            using var found = command.ExecuteReader();
            var impressions = new List<Impression>();
            while (found.Read())
            {
                if (products.ItemOf(found.GetString(1)) is >= 0 and var item)
                    impressions.Add(new Impression(found.GetInt64(0), item, found.GetInt32(2), found.GetBoolean(3)));
            }
            return [.. impressions];
        }
        catch (WarehouseException fault) when (fault is not WarehouseLibraryException)
        {
            throw new InteractionException($"Impressions can't be read from {Topics.Clickstream}: {fault.Message}", fault);
        }
    }
}
