using SmartKart.Local.Workers;
using SmartKart.Topologies.Worker;

namespace SmartKart.Local.Lags;

/// <summary>How far a topology is behind in one partition.</summary>
/// <param name="Lag">By offsets.</param>
/// <param name="Behind">How old the oldest record is that it has not processed; zero where there is none.</param>
internal sealed record PartitionPosition(PartitionLag Lag, TimeSpan Behind);

/// <summary>A state store of a topology.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Entries">Its entries, roughly, as the workers tell; null where none of them has it.</param>
/// <param name="Bytes">Its bytes, the same.</param>
/// <param name="ChangelogRecords">What its changelog holds: its entries and what compaction hasn't taken yet; null where it has none.</param>
internal sealed record StorePosition(string Name, long? Entries, long? Bytes, long? ChangelogRecords);

/// <summary>How far a topology is.</summary>
internal sealed record TopologyPosition(
    string Name, string Application, IReadOnlyList<PartitionPosition> Partitions, IReadOnlyList<StorePosition> Stores)
{
    /// <summary>Whether it has committed anything yet.</summary>
    public bool HasRun => Partitions.Any(partition => partition.Lag.Committed is not null);

    /// <summary>Records that it has not processed.</summary>
    public long Records => Partitions.Sum(partition => partition.Lag.Records);

    /// <summary>How old the oldest of them is.</summary>
    public TimeSpan Behind => Partitions.Select(partition => partition.Behind).DefaultIfEmpty().Max();

    /// <summary>Its watermark: the least of the times that its partitions have reached, of those that had records; null before the first.</summary>
    public DateTimeOffset? Watermark => Partitions.Select(partition => partition.Lag.ReachedAt).Min();
}

/// <summary>Events that could not be used.</summary>
/// <param name="Records">How many the topic holds.</param>
/// <param name="ByTopic">Of the newest, how many came from each topic.</param>
/// <param name="Counted">How many of the newest those are.</param>
internal sealed record DeadLetterPosition(long Records, IReadOnlyDictionary<string, long> ByTopic, long Counted);

/// <summary>How far all is behind.</summary>
/// <param name="Topologies">Each topology.</param>
/// <param name="Archive">The archive, of all topics that it keeps; it has no stores, and no watermark.</param>
/// <param name="DeadLetters">What could not be used.</param>
/// <param name="Workers">Who was asked how large stores are.</param>
internal sealed record LagReport(
    IReadOnlyList<TopologyPosition> Topologies, TopologyPosition Archive, DeadLetterPosition DeadLetters, IReadOnlyList<WorkerPage> Workers)
{
    /// <summary>All who read topics.</summary>
    public IEnumerable<TopologyPosition> Readers => Topologies.Append(Archive);

    /// <summary>The same for a program.</summary>
    public object ToDocument() => new
    {
        Topologies = Topologies.Select(topology => new
        {
            topology.Name,
            topology.Application,
            topology.HasRun,
            topology.Records,
            Seconds = topology.Behind.TotalSeconds,
            topology.Watermark,
            Partitions = PartitionsOf(topology),
            topology.Stores,
        }),
        Archive = new { Archive.Application, Archive.HasRun, Archive.Records, Seconds = Archive.Behind.TotalSeconds, Partitions = PartitionsOf(Archive) },
        DeadLetters,
        Workers = Workers.Select(each => new { each.Worker.ProcessId, each.Worker.Command, each.Worker.Metrics, Answers = each.Page is not null, each.Fault }),
    };

    private static IEnumerable<object> PartitionsOf(TopologyPosition reader) => reader.Partitions.Select(each => new
    {
        each.Lag.Partition.Topic,
        each.Lag.Partition.Partition,
        each.Lag.Committed,
        each.Lag.End,
        each.Lag.Records,
        Seconds = each.Behind.TotalSeconds,
        each.Lag.ReachedAt,
    });
}
