using System.Globalization;
using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.EndToEnd.Faults;

/// <summary>What an archive has of a topic: rows, ids among them, and places of records among them.</summary>
internal readonly record struct ArchivedCount(long Rows, long Ids, long Places);

/// <summary>The archive of a platform, looked at through DuckDB, as an analyst would.</summary>
internal sealed class ArchivedEvents(string root)
{
    /// <summary>Counts each topic's rows; a topic without any is left out.</summary>
    public IReadOnlyDictionary<string, ArchivedCount> Count()
    {
        using var connection = Open();
        var counts = new Dictionary<string, ArchivedCount>(StringComparer.Ordinal);
        foreach (var topic in TopicCatalog.Shipped.All)
        {
            if (Relation(topic.Name) is not { } rows) continue;
            using var command = connection.CreateCommand($"SELECT count(*), count(DISTINCT event_id), count(DISTINCT (kafka_partition, kafka_offset)) FROM {rows}");
            using var reader = command.ExecuteReader();
            reader.Read().ShouldBeTrue();
            counts.Add(topic.Name, new ArchivedCount(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));
        }
        return counts;
    }

    /// <summary>How many rows of a topic one archive has that the other lacks, in both directions, whatever places their records have in the topic.</summary>
    public long Differences(ArchivedEvents other, string topic)
    {
        var (mine, others) = (Relation(topic), other.Relation(topic));
        if (mine is null || others is null) return mine == others ? 0 : long.MaxValue;
        using var connection = Open();
        return Only(connection, mine, others) + Only(connection, others, mine);
    }

    private static long Only(DuckDbConnection connection, string of, string lacking)
    {
        const string columns = "* EXCLUDE (kafka_partition, kafka_offset)";
        using var command = connection.CreateCommand($"SELECT count(*) FROM (SELECT {columns} FROM {of} EXCEPT ALL SELECT {columns} FROM {lacking})");
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static DuckDbConnection Open()
    {
        var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }

    private string? Relation(string topic) => HistoryListing.Of(root, topic) is { Count: > 0 } files
        ? $"read_parquet([{string.Join(", ", files.Select(file => $"'{file}'"))}], hive_partitioning = false)"
        : null;
}
