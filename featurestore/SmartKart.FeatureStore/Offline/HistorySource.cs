using System.Globalization;
using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.FeatureStore.Offline;

/// <summary>Where the events of the past lie: Parquet files under <c>events/TOPIC/</c>, in any folders below it.</summary>
/// <param name="Root">The folder that holds <c>events/</c>.</param>
public sealed record HistorySource(string Root)
{
    /// <summary>
    /// Where history ends, of topics and their partitions: rows at that offset and behind it are left out, and so are partitions that aren't named.
    /// Topics that aren't named are read whole.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<int, long>> Ends { get; init; } = new Dictionary<string, IReadOnlyDictionary<int, long>>();

    /// <summary>The folder of a topic's files.</summary>
    public string FolderOf(string topic) => HistoryFiles.Folder(Root, topic);

    /// <summary>Whether a topic has any file.</summary>
    public bool Has(string topic) => HistoryListing.Of(Root, topic).Count > 0;

    /// <summary>A topic's files as they are now (see <see cref="HistoryListing"/>), at least one. The archive merges files: who reads them while it may be
    /// at work has them by <see cref="RelationOf"/>, which keeps them.</summary>
    /// <exception cref="HistoryException">There is none.</exception>
    public IReadOnlyList<string> FilesOf(string topic)
    {
        if (HistoryListing.Of(Root, topic) is { Count: > 0 } files) return files;
        var folder = FolderOf(topic);
        var problem = Directory.Exists(folder) ? $"is empty: no *.parquet under {folder}" : $"is missing: there is no folder {folder}";
        throw new HistoryException(topic, $"the history of '{topic}' {problem}. Archive the topic there, or name the root that has it.");
    }

    /// <summary>A topic's events as a relation of SQL, up to where <see cref="Ends"/> says, whatever versions of the contract its files were written under.</summary>
    /// <param name="connection">Open, and streaming no result. Until it closes the archive leaves the files where they are.</param>
    /// <param name="topic">The topic.</param>
    /// <exception cref="HistoryException">There is no file.</exception>
    /// <exception cref="WarehouseQueryException">A file is no Parquet.</exception>
    public string RelationOf(DuckDbConnection connection, Topic topic)
    {
        var all = ShapesOf(connection, topic).Sql;
        if (!Ends.TryGetValue(topic.Name, out var ends)) return all;
        var offsets = ends.Select(end => string.Create(CultureInfo.InvariantCulture, $" WHEN {end.Key} THEN {end.Value}"));
        return $"(SELECT * FROM {all} WHERE kafka_offset < CASE kafka_partition{string.Concat(offsets)} ELSE 0 END)";
    }

    /// <summary>The same, all of it, as what it consists of.</summary>
    internal HistoryRelation ShapesOf(DuckDbConnection connection, Topic topic)
    {
        HistoryHold.UntilClosed(connection, Root, topic.Name);      // first held, then listed
        return HistoryRelation.Of(connection, FilesOf(topic.Name), topic);
    }
}
