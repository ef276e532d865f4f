using SmartKart.FeatureStore.Offline;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Local.Demos;

/// <summary>What the archive of a history holds.</summary>
internal static class ArchivedEvents
{
    /// <summary>How many events of a topic there are.</summary>
    public static long CountOf(HistorySource history, Topic topic) => history.Has(topic.Name) ? Ask(history, topic, "count(*)") : 0;

    /// <summary>When the newest of the topics' events was, in microseconds since 1970; null where there is none.</summary>
    public static long? NewestOf(HistorySource history, IEnumerable<string> topics) =>
        topics.Where(history.Has).Max(topic => (long?)Ask(history, TopicCatalog.Shipped[topic], "epoch_us(max(occurred_at))"));

    private static long Ask(HistorySource history, Topic topic, string question)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand($"SELECT {question} FROM {history.RelationOf(connection, topic)}");
        return (long)command.ExecuteScalar()!;       // never NULL: where there are files there are events
    }
}
