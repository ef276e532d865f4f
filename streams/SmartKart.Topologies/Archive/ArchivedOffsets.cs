using System.Globalization;
using SmartKart.FeatureStore.Events.Archive;

namespace SmartKart.Topologies.Archive;

/// <summary>A range of a partition's offsets.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="From">The first.</param>
/// <param name="To">The one after the last.</param>
internal readonly record struct OffsetRange(int Partition, long From, long To);

/// <summary>
/// Which offsets of a topic a history holds. A run's files all bear its name, <c>000000000100-000000000250</c>: the sums of its partitions' offsets
/// before and after it. They are of several days, so a file of that name under <c>_runs</c>, written last, is what makes the run count; it lists each
/// partition's range. A file that begins where no run counts any more is a crash's, and is removed.
/// </summary>
internal sealed class ArchivedOffsets
{
    private const int MarkersMax = 64;      // more are made one: each run reads them all

    private readonly string _folder;
    private readonly string _runs;
    private readonly Dictionary<int, OffsetRange> _ranges = [];
    private readonly List<RunName> _names = [];

    public ArchivedOffsets(string root, string topic)
    {
        _folder = HistoryFiles.Folder(root, topic);
        _runs = Path.Combine(_folder, HistoryListing.RunsFolder);
        if (!Directory.Exists(_runs)) return;
        foreach (var run in Directory.EnumerateFiles(_runs))
        {
            if (!RunName.TryParse(Path.GetFileName(run), out var name)) continue;
            _names.Add(name);
            foreach (var range in File.ReadLines(run).Select(Parse)) Widen(range);
        }
    }

    /// <summary>The topic's folder.</summary>
    public string Folder => _folder;

    /// <summary>What of each partition it holds.</summary>
    public IReadOnlyCollection<OffsetRange> Ranges => _ranges.Values;

    /// <summary>The sum of where its partitions go on: more whenever a run counts.</summary>
    public long End => _ranges.Values.Sum(range => range.To);

    /// <summary>Up to which offset a partition is archived; null if it isn't at all.</summary>
    public long? EndOf(int partition) => _ranges.TryGetValue(partition, out var range) ? range.To : null;

    /// <summary>The name of a run's files.</summary>
    public RunName NameOf(IReadOnlyList<OffsetRange> ranges)
    {
        var before = _ranges.Values.Sum(range => range.To) + ranges.Where(range => !_ranges.ContainsKey(range.Partition)).Sum(range => range.From);
        return new RunName(before, before + ranges.Sum(range => range.To - range.From));
    }

    /// <summary>Makes a run count. Its files are on disk before what says so: a machine that stops must not leave that alone.</summary>
    public void Add(RunName name, IReadOnlyList<OffsetRange> ranges, IEnumerable<string> files)
    {
        foreach (var written in files)
        {
            using var handle = File.OpenHandle(written, access: FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }
        Write(name, ranges);
        foreach (var range in ranges) Widen(range);
        _names.Add(name);
        if (_names.Count > MarkersMax) MakeOne();
    }

    /// <summary>Removes what runs wrote that did not come to their end, files begun and not whole included. What the archive did not write is left alone.</summary>
    public void RemoveBroken()
    {
        Directory.CreateDirectory(_runs);       // from now on what no run stands for does not count
        var end = _names.Count > 0 ? _names.Max(name => name.To) : 0;
        foreach (var file in Directory.EnumerateFiles(_folder, "*.parquet*", SearchOption.AllDirectories))
        {
            var name = Path.GetFileName(file);
            if (!RunName.TryParse(name[..name.IndexOf('.', StringComparison.Ordinal)], out var run)) continue;
            if (run.From >= end || !file.EndsWith(".parquet", StringComparison.Ordinal)) File.Delete(file);
        }
    }

    private void MakeOne()
    {
        var all = RunName.Of(_names);
        Write(all, [.. _ranges.Values]);
        foreach (var name in _names.Where(name => name != all)) File.Delete(Path.Combine(_runs, name.ToString()));
        _names.Clear();
        _names.Add(all);
    }

    private void Write(RunName name, IReadOnlyList<OffsetRange> ranges)
    {
        Directory.CreateDirectory(_runs);
        var path = Path.Combine(_runs, name.ToString());
        using (var file = new StreamWriter(path + ".tmp"))
        {
            foreach (var range in ranges) file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{range.Partition} {range.From} {range.To}"));
            file.Flush();
            ((FileStream)file.BaseStream).Flush(flushToDisk: true);
        }
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private void Widen(OffsetRange range)
    {
        if (_ranges.TryGetValue(range.Partition, out var known))
            range = range with { From = Math.Min(known.From, range.From), To = Math.Max(known.To, range.To) };
        _ranges[range.Partition] = range;
    }

    private static OffsetRange Parse(string line)
    {
        var parts = line.Split(' ');
        return new OffsetRange(int.Parse(parts[0], CultureInfo.InvariantCulture), Offset(parts[1]), Offset(parts[2]));

        static long Offset(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
