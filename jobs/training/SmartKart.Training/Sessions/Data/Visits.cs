using SmartKart.FeatureStore.Offline;
using SmartKart.Schemas.Catalogue;
using SmartKart.Scoring.Recommenders;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Training.Sessions;

/// <summary>A history's visits, as sessions of a catalogue's items.</summary>
/// <param name="Topic">What they were read from.</param>
/// <param name="Sessions">Those with two different items in a row, in the order in which they ended.</param>
public sealed record Visits(string Topic, SessionSet Sessions)
{
    /// <summary>
    /// Reads what was viewed and clicked in each visit of <c>clickstream</c>, by <c>session_id</c>; where there are none, what was ordered together, an order being a
    /// visit. A product that comes twice in a row, as where a click opens its page, counts once, and products that the catalogue doesn't have are left out.
    /// </summary>
    /// <param name="history">Where.</param>
    /// <param name="products">Which item a product is.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="SessionDataException">There are fewer than two, or they can't be read.</exception>
    public static Visits Read(HistorySource history, Catalogue products, CancellationToken cancel = default)
    {
        foreach (var (topic, sql) in new (string, Func<string, string>)[] { (Topics.Clickstream, OfClicks), (Topics.OrderPlaced, OfOrders) })
        {
            if (history.Has(topic) && Read(history, topic, sql, products, cancel) is { Count: > 1 } sessions)
                return new Visits(topic, SessionSet.Of(sessions, products.Count));
        }
        throw new SessionDataException(
            $"The history at {history.Root} has no two visits with two of the {products.Count:N0} products: neither views and clicks with a session_id in {Topics.Clickstream}, "
            + $"nor orders of several in {Topics.OrderPlaced}. Archive one of them, or take sessions out of the configuration.");
    }

    private static string OfClicks(string events) => $"""
        SELECT session_id, product_id
        FROM {events}
        WHERE action IN ('view', 'click') AND session_id IS NOT NULL AND product_id IS NOT NULL
        ORDER BY max(occurred_at) OVER (PARTITION BY session_id), session_id, occurred_at, product_id
        """;

    private static string OfOrders(string events) => $"""
        SELECT number::VARCHAR, line.product_id
        FROM (
            SELECT number, unnest(lines) AS line, generate_subscripts(lines, 1) AS place
            FROM (SELECT lines, row_number() OVER (ORDER BY occurred_at, user_id, lines::VARCHAR) AS number FROM {events})
        )
        ORDER BY number, place
        """;

    private static List<int[]> Read(HistorySource history, string topic, Func<string, string> sql, Catalogue products, CancellationToken cancel)
    {
        try
        {
            using var connection = new DuckDbConnection("Data Source=:memory:");
            connection.Open();
            using var command = connection.CreateCommand(sql(history.RelationOf(connection, TopicCatalog.Shipped[topic])));
            using var found = command.ExecuteReader();
            var (sessions, running, last) = (new List<int[]>(), new List<int>(), "");
            while (found.Read())
            {
                cancel.ThrowIfCancellationRequested();
                if (found.GetString(0) is var session && session != last) End();
                last = session;
                if (products.ItemOf(found.GetString(1)) is >= 0 and var item && (running.Count == 0 || running[^1] != item)) running.Add(item);
            }
            End();
            return sessions;

            void End()
            {
                if (running.Count > 1) sessions.Add([.. running]);
                running.Clear();
            }
        }
        catch (WarehouseException fault) when (fault is not WarehouseLibraryException)
        {
            throw new SessionDataException($"Visits can't be read from {topic}: {fault.Message}", fault);
        }
    }
}
