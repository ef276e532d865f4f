using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Topologies.Archive;

/// <summary>
/// Keeps a day's folder to few files: what many runs left in small pieces is merged into one (<see cref="HistoryMerge"/>), and exchanged for them
/// (<see cref="NextDay"/>). While someone reads the topic small files stay, and where the file system can't exchange folders always.
/// </summary>
/// <param name="options">When.</param>
internal sealed class HistoryCompaction(ArchiveOptions options)
{
    private const long SmallBytes = 1 << 20;
    private const long LargeBytes = 256L << 20;     // a file of that size is left alone: nothing is gained any more

    /// <summary>Looks after some folders of a topic that nobody else writes to.</summary>
    /// <param name="connection">Merges.</param>
    /// <param name="root">The history's folder.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="folders">The days'.</param>
    /// <param name="cancellation">Interrupts it.</param>
    public void Run(DuckDbConnection connection, string root, Topic topic, IEnumerable<string> folders, CancellationToken cancellation)
    {
        var next = new NextDay(root, topic.Name);
        next.Clear();
        foreach (var day in folders)
        {
            if (Mergeable(Standing(root, topic, day)) is not { Count: > 0 } files || Directory.EnumerateDirectories(day).Any() || !next.IsPossible()) continue;
            var written = HistoryMerge.Run(connection, topic, files, next.Begin(day), cancellation: cancellation);
            next.End(day, written, files);
        }
    }

    // The archive's files, in order. Archives of before folders were exchanged may have others in between, which are in what they were merged into.
    private static List<FileInfo> Standing(string root, Topic topic, string day)
    {
        var files = Directory.GetFiles(day, "*.parquet");
        var gone = HistoryListing.Superseded(files).Select(each => each.File).ToHashSet(StringComparer.Ordinal);
        using (var alone = gone.Count > 0 ? HistoryHold.TryAlone(root, topic.Name) : null)
        {
            if (alone is not null) foreach (var file in gone) File.Delete(file);
        }
        return
        [
            .. files.Where(file => !gone.Contains(file) && RunName.TryParse(Path.GetFileNameWithoutExtension(file), out _))
                .Order(StringComparer.Ordinal).Select(file => new FileInfo(file)),
        ];
    }

    // The newest, each no larger than twice all that came after it: so a row is written again only a few times, however long the day.
    private List<string> Mergeable(List<FileInfo> standing)
    {
        var (first, bytes) = (standing.Count, 0L);
        while (first > 0 && standing[first - 1].Length is var length && length < LargeBytes && length <= Math.Max(SmallBytes, 2 * bytes))
        {
            first--;
            bytes += length;
        }
        return standing.Count - first >= options.MergeFiles ? [.. standing[first..].Select(file => file.FullName)] : [];
    }
}
