using SmartKart.FeatureStore.Events.Archive;

namespace SmartKart.FeatureStore.Offline;

/// <summary>Where the events of the past lie: Parquet files under <c>events/TOPIC/</c>, in any folders below it.</summary>
/// <param name="Root">The folder that holds <c>events/</c>.</param>
public sealed record HistorySource(string Root)
{
    /// <summary>The folder of a topic's files.</summary>
    public string FolderOf(string topic) => HistoryFiles.Folder(Root, topic);

    /// <summary>Whether a topic has any file.</summary>
    public bool Has(string topic) =>
        Directory.Exists(FolderOf(topic)) && Directory.EnumerateFiles(FolderOf(topic), "*.parquet", SearchOption.AllDirectories).Any();

    /// <summary>A topic's files, as a glob.</summary>
    /// <exception cref="HistoryException">There is none.</exception>
    public string FilesOf(string topic)
    {
        if (Has(topic)) return HistoryFiles.All(Root, topic);
        var folder = FolderOf(topic);
        var problem = Directory.Exists(folder) ? $"is empty: no *.parquet under {folder}" : $"is missing: there is no folder {folder}";
        throw new HistoryException(topic, $"the history of '{topic}' {problem}. Archive the topic there, or name the root that has it.");
    }
}
