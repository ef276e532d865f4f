using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Topologies.Archive;

/// <summary>
/// Keeps a day's folder to few files: what many runs left in small pieces is merged into one (<see cref="HistoryMerge"/>), and removed when nobody can be
/// reading it any more. What a crash leaves undone is done the next time: until then a listing passes over it.
/// </summary>
/// <param name="options">When and how long.</param>
/// <param name="clock">Tells how old a file is.</param>
internal sealed class HistoryCompaction(ArchiveOptions options, TimeProvider clock)
{
    private const long SmallBytes = 1 << 20;
    private const long LargeBytes = 256L << 20;     // a file of that size is left alone: nothing is gained any more

    /// <summary>Looks after some folders of a topic that nobody else writes to.</summary>
    /// <param name="connection">Merges.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="folders">The days'.</param>
    /// <param name="cancellation">Interrupts it.</param>
    public void Run(DuckDbConnection connection, Topic topic, IEnumerable<string> folders, CancellationToken cancellation)
    {
        foreach (var folder in folders)
        {
            var standing = Remove(folder);
            if (Mergeable(standing) is { Count: > 0 } files) HistoryMerge.Run(connection, topic, files, cancellation: cancellation);
        }
    }

    // Removes what was superseded for long enough; the files that stand, in order.
    private List<FileInfo> Remove(string folder)
    {
        var files = Directory.GetFiles(folder, "*.parquet");
        var gone = HistoryListing.Superseded(files).ToDictionary(each => each.File, each => each.By, StringComparer.Ordinal);
        foreach (var (file, by) in gone)
        {
            if (clock.GetUtcNow() - File.GetLastWriteTimeUtc(by) >= options.KeepMerged) File.Delete(file);
        }
        return
        [
            .. files.Where(file => !gone.ContainsKey(file) && RunName.TryParse(Path.GetFileNameWithoutExtension(file), out _))
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
