using System.Globalization;
using SmartKart.FeatureStore.Events.Archive;

namespace SmartKart.Backfill.Archive;

/// <summary>A range of a partition's offsets.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="From">The first.</param>
/// <param name="To">The one after the last.</param>
internal readonly record struct OffsetRange(int Partition, long From, long To);

/// <summary>
/// Which offsets of a topic a history holds. A run's files all bear its name, <c>000000000100-000000000250</c>: the sums of its partitions' offsets
/// before and after it. They are of several days, so a file of that name under <c>_runs</c>, written last, is what makes the run count; it lists each
/// partition's range. Files of a run without it are a crash's, and are removed.
/// </summary>
internal sealed class ArchivedOffsets
{
    private const string RunsFolder = "_runs";

    private readonly string _folder;
    private readonly string _runs;
    private readonly Dictionary<int, long> _ends = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public ArchivedOffsets(string root, string topic)
    {
        _folder = HistoryFiles.Folder(root, topic);
        _runs = Path.Combine(_folder, RunsFolder);
        if (!Directory.Exists(_runs)) return;
        foreach (var run in Directory.EnumerateFiles(_runs).Where(file => !file.EndsWith(".tmp", StringComparison.Ordinal)))
        {
            _names.Add(Path.GetFileName(run));
            foreach (var range in File.ReadLines(run).Select(Parse))
                _ends[range.Partition] = Math.Max(range.To, _ends.GetValueOrDefault(range.Partition));
        }
    }

    /// <summary>The topic's folder.</summary>
    public string Folder => _folder;

    /// <summary>Up to which offset a partition is archived; null if it isn't at all.</summary>
    public long? EndOf(int partition) => _ends.TryGetValue(partition, out var end) ? end : null;

    /// <summary>The name of a run's files.</summary>
    public string NameOf(IReadOnlyList<OffsetRange> ranges)
    {
        var before = _ends.Values.Sum() + ranges.Where(range => !_ends.ContainsKey(range.Partition)).Sum(range => range.From);
        return string.Create(CultureInfo.InvariantCulture, $"{before:D12}-{before + ranges.Sum(range => range.To - range.From):D12}");
    }

    /// <summary>Makes a run count. Its files are on disk before what says so: a machine that stops must not leave that alone.</summary>
    public void Add(string name, IReadOnlyList<OffsetRange> ranges, IEnumerable<string> files)
    {
        foreach (var written in files)
        {
            using var handle = File.OpenHandle(written, access: FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }
        Directory.CreateDirectory(_runs);
        var path = Path.Combine(_runs, name);
        using (var file = new StreamWriter(path + ".tmp"))
        {
            foreach (var range in ranges) file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{range.Partition} {range.From} {range.To}"));
            file.Flush();
            ((FileStream)file.BaseStream).Flush(flushToDisk: true);
        }
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Removes the files of runs that did not come to their end, those begun and not whole included. Files that no run wrote are left alone.</summary>
    public void RemoveBroken()
    {
        if (!Directory.Exists(_folder)) return;
        foreach (var file in Directory.EnumerateFiles(_folder, "????????????-????????????.parquet*", SearchOption.AllDirectories))
        {
            if (!file.EndsWith(".parquet", StringComparison.Ordinal) || !_names.Contains(Path.GetFileNameWithoutExtension(file))) File.Delete(file);
        }
    }

    private static OffsetRange Parse(string line)
    {
        var parts = line.Split(' ');
        return new OffsetRange(int.Parse(parts[0], CultureInfo.InvariantCulture), Offset(parts[1]), Offset(parts[2]));

        static long Offset(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
