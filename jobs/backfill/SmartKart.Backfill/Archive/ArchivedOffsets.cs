using System.Globalization;
using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Kafka;

namespace SmartKart.Backfill.Archive;

/// <summary>
/// Which offsets of a partition a history holds. A run's files all bear its name, <c>p0-000000000100-000000000250</c>: the offsets from 100 up to
/// and without 250. They are of several days, so an empty file of that name under <c>_runs</c>, made last, is what makes the run count; files of a
/// run without it are a crash's, and are removed.
/// </summary>
internal static class ArchivedOffsets
{
    private const string RunsFolder = "_runs";

    /// <summary>The name of a run's files.</summary>
    public static string NameOf(int partition, long from, long to) => string.Create(CultureInfo.InvariantCulture, $"p{partition}-{from:D12}-{to:D12}");

    /// <summary>Up to which offset a partition is archived; null if it isn't at all.</summary>
    public static long? EndOf(string root, TopicPartition partition)
    {
        var runs = Runs(root, partition.Topic);
        if (!Directory.Exists(runs)) return null;
        long? end = null;
        foreach (var run in Directory.EnumerateFiles(runs, $"p{partition.Partition}-*"))
            end = Math.Max(end ?? 0, long.Parse(Path.GetFileName(run).AsSpan()[^12..], CultureInfo.InvariantCulture));
        return end;
    }

    /// <summary>Makes a run count: all its files are there.</summary>
    public static void Add(string root, TopicPartition partition, long from, long to)
    {
        var runs = Directory.CreateDirectory(Runs(root, partition.Topic)).FullName;
        using var marker = File.Create(Path.Combine(runs, NameOf(partition.Partition, from, to)));
        marker.Flush(flushToDisk: true);
    }

    /// <summary>Removes the files of runs that did not come to their end.</summary>
    public static void RemoveBroken(string root, string topic)
    {
        var folder = HistoryFiles.Folder(root, topic);
        if (!Directory.Exists(folder)) return;
        var whole = Directory.Exists(Runs(root, topic)) ? Directory.EnumerateFiles(Runs(root, topic)).Select(Path.GetFileName).ToHashSet() : [];
        foreach (var file in Directory.EnumerateFiles(folder, "p*-*-*.parquet", SearchOption.AllDirectories))
        {
            if (!whole.Contains(Path.GetFileNameWithoutExtension(file))) File.Delete(file);
        }
    }

    private static string Runs(string root, string topic) => Path.Combine(HistoryFiles.Folder(root, topic), RunsFolder);
}
