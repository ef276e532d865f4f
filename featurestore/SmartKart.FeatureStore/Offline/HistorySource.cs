namespace SmartKart.FeatureStore.Offline;

/// <summary>Where the events of the past lie: Parquet files under <c>events/TOPIC/</c>, in any folders below it.</summary>
/// <param name="Root">The folder that holds <c>events/</c>.</param>
public sealed record HistorySource(string Root)
{
    /// <summary>The folder of a topic's files.</summary>
    public string FolderOf(string topic) => Path.Combine(Root, "events", topic);

    /// <summary>A topic's files, as a glob.</summary>
    /// <exception cref="HistoryException">There is none.</exception>
    public string FilesOf(string topic)
    {
        var folder = FolderOf(topic);
        if (!Directory.Exists(folder))
            throw new HistoryException(topic, $"the history of '{topic}' is missing: there is no folder {folder}. Archive the topic there, or name the root that has it.");
        if (!Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Any())
            throw new HistoryException(topic, $"the history of '{topic}' is empty: no *.parquet under {folder}. Archive the topic there, or name the root that has it.");
        return Path.Combine(folder, "**", "*.parquet");
    }
}
