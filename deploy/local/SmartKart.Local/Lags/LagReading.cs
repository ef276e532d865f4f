using System.Text;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Streaming;
using SmartKart.Local.Workers;
using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Worker;

namespace SmartKart.Local.Lags;

/// <summary>
/// Finds out how far topologies are, of the cluster alone, whichever it is: offsets, the times that were committed with them, and the records that come next.
/// Only how large stores are is asked of the workers that run over the data directory; without one their changelogs tell it roughly.
/// </summary>
internal sealed class LagReading(ClusterSession cluster, WorkerOptions options, IReadOnlyList<WorkerPage> workers, TimeProvider time)
{
    private const string Changelog = "-changelog";
    private const int LettersCounted = 20_000;

    private readonly PartitionReading _reading = new(cluster.Kafka, time);

    /// <summary>Reads it.</summary>
    /// <param name="topologies">Names, with the topics that each reads.</param>
    /// <param name="archive">The archive's application.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="KafkaException">The cluster doesn't answer.</exception>
    public async Task<LagReport> ReadAsync(IEnumerable<(string Name, IReadOnlyList<string> Sources)> topologies, string archive, CancellationToken cancel)
    {
        var existing = (await cluster.Admin.Topics.ListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var lags = new List<(string Name, string Application, IReadOnlyList<PartitionLag> Partitions)>();
        IEnumerable<(string, string, IEnumerable<string>)> readers =
        [
            .. topologies.Select(each => (each.Name, options.ApplicationOf(each.Name), each.Sources.AsEnumerable())),
            (StreamsRun.Archive, archive, TopicCatalog.Shipped.All.Select(topic => topic.Name)),
        ];
        foreach (var (name, application, sources) in readers)
            lags.Add((name, application, await new TopologyLag(cluster.Admin).ReadAsync(application, [.. sources.Where(existing.Contains)], cancel)));
        var published = OldestOf(lags.SelectMany(each => each.Partitions), cancel);
        var changelogs = await SizesAsync([.. existing.Where(topic => topic.EndsWith(Changelog, StringComparison.Ordinal))], cancel);
        var now = time.GetUtcNow();
        TopologyPosition[] positions = [.. lags.Select(each => new TopologyPosition(
            each.Name, each.Application, [.. each.Partitions.Select(lag => new PartitionPosition(lag, Behind(lag, published, now)))], StoresOf(each.Application, changelogs)))];
        return new LagReport(
            positions[..^1], positions[^1],
            existing.Contains(Topics.DeadLetters) ? await DeadLettersAsync(cancel) : new DeadLetterPosition(0, new Dictionary<string, long>(), 0),
            workers);
    }

    // Topologies that read one topic go on from different places in it: the same place is looked at once.
    private Dictionary<TopicPartitionOffset, DateTimeOffset> OldestOf(IEnumerable<PartitionLag> lags, CancellationToken cancel)
    {
        var oldest = new Dictionary<TopicPartitionOffset, DateTimeOffset>();
        var rounds = lags.Where(lag => lag.Records > 0).Select(lag => lag.Partition.At(lag.Next)).Distinct().GroupBy(at => (at.Topic, at.Partition));
        var waiting = rounds.Select(places => new Queue<TopicPartitionOffset>(places.OrderBy(at => at.Offset))).ToList();
        while (waiting.Count > 0)
        {
            var round = waiting.ToDictionary(places => (places.Peek().Topic, places.Peek().Partition), places => places.Dequeue());
            _reading.Read(round.Values, record =>
            {
                oldest[round[(record.Topic, record.Partition)]] = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(record.TimestampMs, 0));
                return true;
            }, cancel);
            waiting.RemoveAll(places => places.Count == 0);
        }
        return oldest;
    }

    private static TimeSpan Behind(PartitionLag lag, Dictionary<TopicPartitionOffset, DateTimeOffset> oldest, DateTimeOffset now) =>
        lag.Records > 0 && oldest.TryGetValue(lag.Partition.At(lag.Next), out var published) && published < now ? now - published : TimeSpan.Zero;

    private List<StorePosition> StoresOf(string application, IReadOnlyDictionary<string, long> changelogs)
    {
        var pages = workers.Where(worker => worker.Page is not null).Select(worker => worker.Page!).ToList();
        var entries = pages.SelectMany(page => page.Named("smartkart_streams_store_entries")).Where(sample => sample["application"] == application).ToLookup(sample => sample["store"]);
        var bytes = pages.SelectMany(page => page.Named("smartkart_streams_store_size_bytes")).Where(sample => sample["application"] == application).ToLookup(sample => sample["store"]);
        var logged = changelogs.Where(each => each.Key.StartsWith(application + "-", StringComparison.Ordinal))
            .ToDictionary(each => each.Key[(application.Length + 1)..^Changelog.Length], each => each.Value, StringComparer.Ordinal);
        return [.. entries.Select(store => store.Key).Concat(logged.Keys).Distinct().Order(StringComparer.Ordinal).Select(store => new StorePosition(
            store,
            entries.Contains(store) ? (long)entries[store].Sum(sample => sample.Value) : null,
            bytes.Contains(store) ? (long)bytes[store].Sum(sample => sample.Value) : null,
            logged.TryGetValue(store, out var records) ? records : null))];
    }

    private async Task<DeadLetterPosition> DeadLettersAsync(CancellationToken cancel)
    {
        var bounds = await BoundsAsync([Topics.DeadLetters], cancel);
        var each = LettersCounted / Math.Max(bounds.Count, 1);
        var byTopic = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var newest = bounds.Where(bound => bound.End > bound.Begin).Select(bound => bound.Partition.At(Math.Max(bound.Begin, bound.End - each))).ToList();
        _reading.Read(newest, record =>
        {
            var topic = Encoding.UTF8.GetString(record.Key);
            byTopic[topic] = byTopic.GetValueOrDefault(topic) + 1;
            return false;
        }, cancel);
        // Offsets count transactions' markers, too: where all letters were seen, they are counted themselves.
        var (offsets, counted) = (bounds.Sum(bound => bound.End - bound.Begin), byTopic.Values.Sum());
        return new DeadLetterPosition(offsets > LettersCounted ? offsets : counted, byTopic, counted);
    }

    private async Task<IReadOnlyDictionary<string, long>> SizesAsync(IReadOnlyList<string> topics, CancellationToken cancel) => (await BoundsAsync(topics, cancel))
        .GroupBy(bound => bound.Partition.Topic, StringComparer.Ordinal)
        .ToDictionary(topic => topic.Key, topic => topic.Sum(bound => bound.End - bound.Begin), StringComparer.Ordinal);

    private async Task<IReadOnlyList<(TopicPartition Partition, long Begin, long End)>> BoundsAsync(IReadOnlyList<string> topics, CancellationToken cancel)
    {
        if (topics.Count == 0) return [];
        var described = await cluster.Admin.Topics.DescribeAsync(topics, cancel);
        TopicPartition[] partitions = [.. described.SelectMany(topic => topic.Value.Partitions.Select(each => new TopicPartition(topic.Value.Name, each.Partition)))];
        var begins = await cluster.Admin.Offsets.ListAsync(partitions, OffsetSpec.Earliest, cancellation: cancel);
        var ends = await cluster.Admin.Offsets.ListAsync(partitions, OffsetSpec.Latest, cancellation: cancel);
        begins.ThrowIfAnyFailed();
        ends.ThrowIfAnyFailed();
        var begin = begins.ToDictionary(each => each.Partition, each => each.Offset);
        return [.. ends.Select(end => (end.Partition, begin[end.Partition], end.Offset))];
    }
}
