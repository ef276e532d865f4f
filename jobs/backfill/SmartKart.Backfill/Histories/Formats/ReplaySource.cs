using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmartKart.Backfill.Histories.Files;
using SmartKart.Backfill.Histories.Mapping;
using SmartKart.Backfill.Histories.Rejections;
using SmartKart.Backfill.Replay;
using SmartKart.Backfill.Simulation;

namespace SmartKart.Backfill.Histories.Formats;

/// <summary>What is replayed: a history that may be opened at any time and shifted in time, and what it is known by.</summary>
public sealed class ReplaySource
{
    /// <summary>The format of what is no file.</summary>
    public const string SimulatedFormat = "simulated";

    // Grows when the same source gives other events than before: a replay that was begun by the older rules can't be gone on with by the newer.
    private const int RulesVersion = 1;
    private const int IdBytes = 16;

    private readonly Func<TimeSpan, IHistory> _open;
    private readonly TabularFile? _file;

    private ReplaySource(string format, string id, IEnumerable<string> topics, Func<TimeSpan, IHistory> open, TabularFile? file)
    {
        (Format, Id, _open, _file) = (format, id, open, file);
        Topics = [.. topics.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>How it is written, such as <c>online-retail</c>.</summary>
    public string Format { get; }

    /// <summary>What tells it from any other, 32 hexadecimal digits: a hash of all that its events follow from, a file's content included.</summary>
    public string Id { get; }

    /// <summary>The topics that its events may belong to, by name.</summary>
    public IReadOnlyList<string> Topics { get; }

    /// <summary>A data set in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Which data set it is; null to find out by its columns.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="HistoryFormatException">The file can't be read, or is no data set that is known.</exception>
    public static ReplaySource OfDataSet(string path, HistoryFormat? format, CancellationToken cancellation)
    {
        var file = new TabularFile(path);
        format ??= HistoryFormat.Detect(path, cancellation);
        return new ReplaySource(format.Name, Hash(format.Name, "", path), format.Topics, shift => format.Open(path, shift), file);
    }

    /// <summary>Any table, by a mapping.</summary>
    /// <param name="path">The table's file.</param>
    /// <param name="kind">How it is written; null where its name tells.</param>
    /// <param name="mappingPath">The mapping's file.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="HistoryFormatException">The table can't be read.</exception>
    /// <exception cref="MappingException">The mapping is unsound; every fault that was found is in it.</exception>
    public static ReplaySource OfMapping(string path, TableKind? kind, string mappingPath, CancellationToken cancellation)
    {
        var file = new TabularFile(path, kind);
        var text = MappingFile.ReadText(mappingPath);
        var mappings = MappingFile.Read(mappingPath, text);
        MappingColumns.Check(mappings, file, cancellation);
        var format = Path.GetFileName(mappingPath);
        // Ids that follow from a row's place must tell the files apart.
        var content = Hash(format: "", text: "", path);
        return new ReplaySource(format, Hash("mapping", text, path), mappings.Select(each => each.Topic.Name),
            shift => new MappedHistory(file, content, mappings, shift), file);
    }

    /// <summary>A simulated marketplace.</summary>
    public static ReplaySource OfSimulation(SimulationOptions options) => new(
        SimulatedFormat, Hash(SimulatedFormat, $"{SimulatedHistory.RulesVersion}\n{JsonSerializer.Serialize(options)}", path: null), SimulatedHistory.SimulatedTopics,
        shift => new SimulatedHistory(options, shift), file: null);

    /// <summary>Opens it; it is read when its events are.</summary>
    /// <param name="shift">How much later everything happens than the source says.</param>
    public IHistory Open(TimeSpan shift = default) => _open(shift);

    /// <summary>The topics that were chosen, by name; all of the source's where none were.</summary>
    /// <exception cref="ReplayException">The source has no events of one of them.</exception>
    internal IReadOnlyList<string> Choose(IReadOnlyCollection<string>? chosen)
    {
        if (chosen?.FirstOrDefault(topic => !Topics.Contains(topic)) is { } unknown) throw ReplayException.UnknownTopic(unknown, Open().Name, Topics);
        return [.. Topics.Where(topic => chosen?.Contains(topic) ?? true)];
    }

    /// <summary>How much later everything must happen for the last event to be at an instant; whole microseconds, rounded down.</summary>
    internal TimeSpan ShiftTo(DateTimeOffset instant, CancellationToken cancellation)
    {
        var last = default(DateTimeOffset?);
        foreach (var next in Open().Read(new RowAccount(), cancellation)) last = next.OccurredAt;
        if (last is not { } end) return TimeSpan.Zero;
        var ticks = (instant - end).Ticks;
        return TimeSpan.FromTicks(ticks - (ticks % TimeSpan.TicksPerMicrosecond + TimeSpan.TicksPerMicrosecond) % TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>What takes the rows that are rejected, for a report.</summary>
    /// <param name="path">Where the report goes: <c>.parquet</c>, or <c>.jsonl</c>.</param>
    /// <exception cref="ReportException">The report's name is neither, or its folder is not there.</exception>
    public RejectedRows OpenReport(string path) => new(path, _file);

    private static string Hash(string format, string text, string? path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{RulesVersion}\n{format}\n{text}\n"));
        if (path is not null)
        {
            using var file = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(file));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, IdBytes));
    }
}
