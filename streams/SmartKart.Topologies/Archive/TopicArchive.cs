using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Archive;

/// <summary>
/// Brings a topic's committed events into the history, from where the last run ended to where the topic's committed records end now. Each offset
/// comes once: a run counts when all its files are there, and one that was cut off is done again. What is no event goes to <c>dead_letters</c>. While a run
/// is written the next is read (<see cref="RunsUnderWay"/>).
/// </summary>
/// <param name="kafka">The cluster.</param>
/// <param name="admin">Its administrator.</param>
/// <param name="registry">Where writers' schemas are.</param>
/// <param name="deadLetters">How records that can't be kept are written.</param>
/// <param name="clock">Tells now, and how long the broker was silent.</param>
/// <param name="options">How; null for the usual.</param>
/// <param name="logger">Where its log goes; null drops it.</param>
public sealed class TopicArchive(
    KafkaConfiguration kafka, KafkaAdmin admin, SchemaRegistryClient registry, EventDeadLetters deadLetters, TimeProvider clock, ArchiveOptions? options = null,
    ILogger? logger = null)
{
    private const int BatchRecords = 4096;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private readonly ArchiveOptions _options = (options ?? new ArchiveOptions()).Checked();
    private readonly WriterSchemas _schemas = new(registry);
    private readonly ToldPositions _positions = new(admin, (options ?? new ArchiveOptions()).ApplicationId, logger ?? NullLogger.Instance);
    private readonly HashSet<string> _looked = [];

    /// <summary>Archives a topic, in as many runs as it takes. Blocks its thread while it waits for records.</summary>
    /// <param name="topic">One of the catalogue.</param>
    /// <param name="root">The history's folder; what is missing of it is made.</param>
    /// <param name="progress">Receives the number of events so far, now and then and at the end; null for none.</param>
    /// <param name="cancellation">Stops it; what runs that came to their end brought is kept.</param>
    /// <returns>What it brought.</returns>
    /// <exception cref="ArchiveException">The topic isn't there, doesn't go on where the history ends, or is being archived there already.</exception>
    /// <exception cref="KafkaException">The cluster does not give it.</exception>
    /// <exception cref="SchemaRegistryException">The registry doesn't answer.</exception>
    /// <exception cref="SmartKart.Warehouse.WarehouseException">A file can't be written.</exception>
    public async Task<ArchivedTopic> RunAsync(Topic topic, string root, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var alone = ArchiveLock.Take(root, topic.Name);
        HistoryHold.Require(root, topic.Name);
        var archived = new ArchivedOffsets(root, topic.Name);
        archived.RemoveBroken();
        var waiting = await RangesAsync(topic, archived, cancellation);
        var total = waiting.Count > 0 ? await ReadAsync(topic, root, archived, waiting, progress, cancellation) : new ArchivedTopic(topic.Name, 0, 0, 0, []);
        await _positions.TellAsync(topic.Name, archived, cancellation);
        return total;
    }

    /// <summary>Whether who asks the cluster how far a topic is archived learns what its last run here found. If not, another run says it, whether anything
    /// waits or not.</summary>
    public bool IsTold(string topic) => _positions.IsTold(topic);

    private async Task<ArchivedTopic> ReadAsync(
        Topic topic, string root, ArchivedOffsets archived, List<OffsetRange> waiting, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var consumer = BatchConsumer.Open(ConsumerSettings(), BatchRecords);
        consumer.Partitions.Assign([.. waiting.Select(range => new TopicPartition(topic.Name, range.Partition).At(range.From))]);
        await using var runs = new RunsUnderWay(topic, root, archived);
        var unread = new UnreadRanges(waiting);
        var events = 0L;
        while (!unread.IsEmpty)
        {
            var writer = runs.Begin();
            var intake = new RunIntake(
                writer, _schemas, new RefusedRecords(kafka, deadLetters, _options.ApplicationId, Topics.DeadLetters, clock), new RunProgress(progress, events));
            try
            {
                await ReadRunAsync(topic, consumer, unread, intake, cancellation);
            }
            catch
            {
                writer.Dispose();
                throw;
            }
            events += writer.EventCount;
            await runs.EndAsync(writer, intake, unread.EndRun(), cancellation);
        }
        var (total, connection) = await runs.CompleteAsync();
        progress?.Report(total.Events);
        new HistoryCompaction(_options).Run(connection, root, topic, FoldersToLookAt(topic, archived.Folder, total.Files), cancellation);
        return total;
    }

    // From where the history ends to where the partition does, of each that has anything new.
    private async Task<List<OffsetRange>> RangesAsync(Topic topic, ArchivedOffsets archived, CancellationToken cancellation)
    {
        var described = (await admin.Topics.DescribeAsync([topic.Name], cancellation))[0];
        if (described.Error is not null) throw ArchiveException.NoTopic(topic.Name, described.Error);
        TopicPartition[] partitions = [.. Enumerable.Range(0, described.Value.Partitions.Count).Select(partition => new TopicPartition(topic.Name, partition))];
        var begins = await admin.Offsets.ListAsync(partitions, OffsetSpec.Earliest, cancellation: cancellation);
        // A transaction that is open may take long, and may be taken back: what follows its begin is the next run's.
        var ends = await admin.Offsets.ListAsync(partitions, OffsetSpec.Latest, committedOnly: true, cancellation);
        begins.ThrowIfAnyFailed();
        ends.ThrowIfAnyFailed();
        var endsByPartition = ends.ToDictionary(end => end.Partition, end => end.Offset);
        var ranges = new List<OffsetRange>();
        foreach (var begin in begins)
        {
            var end = endsByPartition[begin.Partition];
            var from = begin.Offset;
            if (archived.EndOf(begin.Partition.Partition) is { } next)
            {
                if (next > end) throw ArchiveException.Recreated(begin.Partition, next, end, archived.Folder);
                if (next < begin.Offset) throw ArchiveException.Gap(begin.Partition, next, begin.Offset, archived.Folder);
                from = next;
            }
            if (from < end) ranges.Add(new OffsetRange(begin.Partition.Partition, from, end));
        }
        return ranges;
    }

    // One run: until all is read, or as much as one takes.
    private async Task ReadRunAsync(Topic topic, BatchConsumer consumer, UnreadRanges unread, RunIntake intake, CancellationToken cancellation)
    {
        var heard = clock.GetTimestamp();
        while (!unread.IsEmpty && intake.Records < _options.RollRecords && intake.Bytes < _options.RollBytes)
        {
            using var batch = consumer.Consume(LongestWait, cancellation);
            if (batch.Count > 0 || batch.Ends.Count > 0) heard = clock.GetTimestamp();
            else if (clock.GetElapsedTime(heard) is var silence && silence > LongestSilence)
                throw ArchiveException.Silent(new TopicPartition(topic.Name, unread.First.Partition), unread.First.To, silence);
            for (var at = 0; at < batch.Count; at++)
            {
                if (unread.Take(batch[at].Partition, batch[at].Offset) && !intake.TryTake(batch[at])) await intake.TakeAsync(batch, at, cancellation);
            }
            foreach (var end in batch.Ends) unread.TakeEnd(end);
        }
    }

    // The days that were written to; the first time all, for what was left there before.
    private IEnumerable<string> FoldersToLookAt(Topic topic, string folder, IReadOnlyList<string> files) => _looked.Add(topic.Name)
        ? Directory.EnumerateDirectories(folder, "date=*")
        : files.Select(file => Path.GetDirectoryName(file)!).Distinct();      // each lies in its day's

    private KafkaConfiguration ConsumerSettings() => kafka
        .With("group.id", _options.ApplicationId)
        .With("enable.auto.commit", "false")
        .With("enable.partition.eof", "true")
        .With("isolation.level", "read_committed")
        .With("auto.offset.reset", "error")
        // A partition of which enough was fetched is looked at again after this; by librdkafka's own second the archive waited as long as it worked.
        .With("fetch.queue.backoff.ms", "5")
        .With("queued.max.messages.kbytes", "65536")
        .With("statistics.interval.ms", "0");
}
