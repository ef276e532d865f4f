using SmartKart.FeatureStore.Offline;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Training.OffPolicy;

/// <summary>
/// Which impressions of <c>clickstream</c> to read: those that bear a propensity. An impression was clicked where a click has its recommendation and product.
/// An event that was sent twice counts once.
/// </summary>
public sealed record ImpressionSource
{
    /// <summary>Only lists of this id, such as <c>home</c>; null for all.</summary>
    public string? ListId { get; init; }

    /// <summary>Only this arm of an experiment; null for all.</summary>
    public string? Variant { get; init; }

    /// <summary>
    /// What could have been put at a place of a recommendation, by its id. Events don't say; without it the rounds have no candidates, and only policies whose
    /// probability of what was shown is known otherwise can be judged.
    /// </summary>
    public Func<string, int, IReadOnlyList<string>>? CandidatesOf { get; init; }

    /// <param name="history">Where.</param>
    /// <exception cref="OffPolicyException">There are none, a propensity can't be, or the events can't be read.</exception>
    public LoggedRounds Read(HistorySource history)
    {
        if (!history.Has(Topics.Clickstream))
            throw new OffPolicyException($"The history at {history.Root} has no {Topics.Clickstream} to judge policies by. Archive the topic, or name the root that has it.");
        try
        {
            return LoggedRounds.Of(Rows(history));
        }
        catch (WarehouseException fault) when (fault is not WarehouseLibraryException)
        {
            throw new OffPolicyException($"Impressions can't be read from {Topics.Clickstream}: {fault.Message}", fault);
        }
    }

    private List<LoggedRound> Rows(HistorySource history)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand(Sql(history.RelationOf(connection, TopicCatalog.Shipped[Topics.Clickstream])));
        using var found = command.ExecuteReader();
        var rows = new List<LoggedRound>();
        while (found.Read())
        {
            var (list, position) = (found.GetString(2), found.GetInt32(3));
            rows.Add(new LoggedRound(found.GetInt64(0), found.GetString(1), list, position, found.GetString(4), found.GetDouble(5), found.GetBoolean(6))
            {
                Candidates = CandidatesOf?.Invoke(list, position),
            });
        }
        return rows;
    }

    private string Sql(string events) => $"""
        WITH seen AS (
            SELECT DISTINCT ON (event_id) occurred_at, user_id, action, product_id, position, recommendation_id, propensity
            FROM {events}
            WHERE action IN ('impression', 'click') AND recommendation_id IS NOT NULL AND product_id IS NOT NULL{Only("list_id", ListId)}{Only("variant", Variant)}
        ),
        clicked AS (SELECT DISTINCT recommendation_id, product_id FROM seen WHERE action = 'click')
        SELECT epoch_us(occurred_at), user_id, seen.recommendation_id, position, seen.product_id, propensity, clicked.product_id IS NOT NULL
        FROM seen LEFT JOIN clicked ON seen.recommendation_id = clicked.recommendation_id AND seen.product_id = clicked.product_id
        WHERE action = 'impression' AND propensity IS NOT NULL AND position IS NOT NULL
        """;

    private static string Only(string column, string? value) =>
        value is null ? "" : $" AND {column} = '{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
