using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Backfill.Archive;

/// <summary>
/// Brings a topic's committed events into the history, from where the last run ended to where the topic's committed records end now. Each offset
/// comes once: a run counts when all its files are there, and one that was cut off is done again.
/// </summary>
/// <param name="kafka">The cluster.</param>
/// <param name="admin">Its administrator.</param>
/// <param name="registry">Where writers' schemas are.</param>
/// <param name="clock">Measures how long the broker was silent.</param>
public sealed class TopicArchive(KafkaConfiguration kafka, KafkaAdmin admin, SchemaRegistryClient registry, TimeProvider clock)
{
    private const int BatchRecords = 4096;
    private const int EventsPerReport = 16_384;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private readonly Dictionary<SchemaId, AvroSchema> _writers = [];

    /// <summary>Archives a topic. Blocks its thread while it waits for records.</summary>
    /// <param name="topic">One of the catalogue.</param>
    /// <param name="root">The history's folder; what is missing of it is made.</param>
    /// <param name="progress">Receives the number of events so far, now and then and at the end; null for none.</param>
    /// <param name="cancellation">Stops it; nothing of this run is kept.</param>
    /// <returns>What it brought.</returns>
    /// <exception cref="ArchiveException">The topic isn't there, holds what is no event or of a schema that the registry doesn't know, doesn't go on where
    /// the history ends, or is being archived there already.</exception>
    /// <exception cref="KafkaException">The cluster does not give it.</exception>
    /// <exception cref="SchemaRegistryException">The registry doesn't answer.</exception>
    /// <exception cref="SmartKart.Warehouse.WarehouseException">A file can't be written.</exception>
    public async Task<ArchivedTopic> RunAsync(Topic topic, string root, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var alone = ArchiveLock.Take(root, topic.Name);
        var archived = new ArchivedOffsets(root, topic.Name);
        archived.RemoveBroken();
        var ranges = await RangesAsync(topic, archived, cancellation);
        if (ranges.Count == 0) return new ArchivedTopic(topic.Name, 0, 0, []);
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var writer = new HistoryWriter(connection, root, topic, new ParquetWriteOptions { Overwrite = true });
        var tombstones = await ReadAsync(topic, ranges, writer, progress, cancellation);
        var name = archived.NameOf(ranges);
        var files = writer.Complete(name, cancellation);
        archived.Add(name, ranges, files);
        progress?.Report(writer.EventCount);
        return new ArchivedTopic(topic.Name, writer.EventCount, tombstones, files);
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

    private async Task<long> ReadAsync(Topic topic, List<OffsetRange> ranges, HistoryWriter writer, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var consumer = BatchConsumer.Open(ConsumerSettings(), BatchRecords);
        consumer.Partitions.Assign([.. ranges.Select(range => new TopicPartition(topic.Name, range.Partition).At(range.From))]);
        var unread = ranges.ToDictionary(range => range.Partition, range => range.To);
        var (heard, tombstones) = (clock.GetTimestamp(), 0L);
        while (unread.Count > 0)
        {
            using var batch = consumer.Consume(LongestWait, cancellation);
            if (batch.Count > 0 || batch.Ends.Count > 0) heard = clock.GetTimestamp();
            else if (clock.GetElapsedTime(heard) is var silence && silence > LongestSilence)
                throw ArchiveException.Silent(new TopicPartition(topic.Name, unread.First().Key), unread.First().Value, silence);
            for (var at = 0; at < batch.Count; at++)
            {
                if (!unread.TryGetValue(batch[at].Partition, out var end)) continue;
                if (batch[at].Offset < end && !await TryTakeAsync(batch, at, writer, cancellation)) tombstones++;
                if (batch[at].Offset + 1 >= end) unread.Remove(batch[at].Partition);
                if (writer.EventCount % EventsPerReport == 0) progress?.Report(writer.EventCount);
            }
            foreach (var end in batch.Ends)
            {
                if (unread.TryGetValue(end.Partition, out var wanted) && end.Offset >= wanted) unread.Remove(end.Partition);
            }
        }
        return tombstones;
    }

    // False for a tombstone.
    private async ValueTask<bool> TryTakeAsync(RecordBatch batch, int at, HistoryWriter writer, CancellationToken cancellation)
    {
        if (batch[at].IsTombstone) return false;
        if (TryAppend(batch[at], writer)) return true;
        var id = ConfluentFrame.ReadHeader(batch[at].Value);
        try
        {
            _writers[id] = await registry.GetSchemaAsync(id, cancellation);
        }
        catch (SchemaException fault) when (fault is SchemaParseException or SchemaRegistryException { ErrorCode: RegistryErrorCode.SchemaNotFound })
        {
            throw ArchiveException.UnknownSchema(PartitionOf(batch[at]), batch[at].Offset, fault);
        }
        return TryAppend(batch[at], writer);
    }

    private bool TryAppend(ConsumedRecord record, HistoryWriter writer)
    {
        try
        {
            if (!_writers.TryGetValue(ConfluentFrame.ReadHeader(record.Value), out var schema)) return false;
            writer.Append(record.Value[ConfluentFrame.HeaderBytes..], schema);
            return true;
        }
        catch (Exception fault) when (fault is ConfluentFrameException or AvroDataException or SchemaResolutionException)
        {
            throw ArchiveException.Unreadable(PartitionOf(record), record.Offset, fault);
        }
    }

    private static TopicPartition PartitionOf(ConsumedRecord record) => new(record.Topic, record.Partition);

    // librdkafka wants a group's name also where none is joined; nothing is ever committed under this one.
    private KafkaConfiguration ConsumerSettings() => kafka
        .With("group.id", "smartkart-archive")
        .With("enable.auto.commit", "false")
        .With("enable.partition.eof", "true")
        .With("isolation.level", "read_committed")
        .With("auto.offset.reset", "error")
        .With("queued.max.messages.kbytes", "65536")
        .With("statistics.interval.ms", "0");
}

/// <summary>What a run brought into the history.</summary>
/// <param name="Topic">Of which topic.</param>
/// <param name="Events">Events; aborted ones are none.</param>
/// <param name="Tombstones">Records without a value, which are no events and stay out.</param>
/// <param name="Files">The files written, one for each day.</param>
public sealed record ArchivedTopic(string Topic, long Events, long Tombstones, IReadOnlyList<string> Files);
