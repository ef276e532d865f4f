using SmartKart.Kafka;
using SmartKart.Local.Clusters;

namespace SmartKart.Local.Records;

/// <summary>What of a topic is read.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">One partition alone; null for all.</param>
/// <param name="Start">From where; of a group's partitions where it has committed nothing.</param>
/// <param name="Group">The group that is joined, and in whose name what was printed is committed; null to read without one.</param>
/// <param name="MaxRecords">After how many records it ends; null for no bound.</param>
/// <param name="Follow">Goes on at the end of the topic, for what comes.</param>
internal sealed record ReadRequest(string Topic, int? Partition, StartingPoint Start, string? Group, long? MaxRecords, bool Follow);

/// <summary>Reads a topic's records in batches and hands each record on, until what was asked for is read.</summary>
internal sealed class RecordReading(ClusterSession cluster, ReadRequest request, PayloadDecoder decoder, PayloadFormat keys, PayloadFormat values)
{
    // librdkafka wants a group's name also where none is joined; nothing is ever committed under this one.
    private const string NoGroup = "smartkart-topics-consume";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly HashSet<TopicPartition> _assigned = [];
    private readonly HashSet<TopicPartition> _ended = [];
    private readonly Dictionary<TopicPartition, long> _next = [];
    private bool _isAssigned;

    /// <summary>Records handed on so far.</summary>
    public long Records { get; private set; }

    /// <summary>Reads until the end of the topic, or what else was asked for.</summary>
    /// <param name="print">Prints one record.</param>
    /// <param name="flush">Called after each batch, before what was printed is committed.</param>
    /// <param name="cancel">Ends it; a group is left.</param>
    public async Task RunAsync(PrintRecord print, Action flush, CancellationToken cancel)
    {
        using var consumer = BatchConsumer.Open(Configuration());
        await BeginAsync(consumer, cancel);
        while (!IsDone())
        {
            using var batch = consumer.Consume(LongestWait, cancel);
            await decoder.LearnAsync(batch, keys, values, cancel);
            Print(batch, print);
            flush();
            if (request.Group is not null && _next.Count > 0) consumer.Commit(_next.Select(each => each.Key.At(each.Value)));
            _next.Clear();
        }
        consumer.Close();
    }

    private KafkaConfiguration Configuration()
    {
        var configuration = cluster.Kafka.With("group.id", request.Group ?? NoGroup)
            .With("enable.auto.commit", "false")
            .With("enable.partition.eof", request.Follow ? "false" : "true")
            .With("statistics.interval.ms", "0");
        // Without a group every offset is known; one that is not in the partition is to be said, not replaced.
        var reset = request.Group is null ? "error" : request.Start == StartingPoint.Beginning ? "earliest" : "latest";
        return configuration.With("auto.offset.reset", reset);
    }

    private async Task BeginAsync(BatchConsumer consumer, CancellationToken cancel)
    {
        var topic = (await cluster.Admin.Topics.DescribeAsync([request.Topic], cancel))[0].Value;
        if (request.Group is not null)
        {
            consumer.PartitionsAssigned += partitions =>
            {
                _assigned.UnionWith(partitions);
                _isAssigned = true;
            };
            consumer.PartitionsRevoked += _assigned.ExceptWith;
            consumer.PartitionsLost += _assigned.ExceptWith;
            consumer.Subscribe(request.Topic);
            return;
        }

        TopicPartition[] partitions = [.. topic.Partitions.Select(each => new TopicPartition(request.Topic, each.Partition)).Where(IsWanted)];
        if (partitions.Length == 0)
            throw new CommandException($"Topic '{request.Topic}' has no partition {request.Partition}: it has {topic.Partitions.Count}, from 0.");
        consumer.Partitions.Assign(await request.Start.ResolveAsync(cluster.Admin, partitions, cancel));
        _assigned.UnionWith(partitions);
        _isAssigned = true;
    }

    private bool IsWanted(TopicPartition partition) => request.Partition is null || request.Partition == partition.Partition;

    private void Print(RecordBatch batch, PrintRecord print)
    {
        foreach (var end in batch.Ends) _ended.Add(new TopicPartition(end.Topic, end.Partition));
        foreach (var record in batch)
        {
            if (Records == request.MaxRecords) return;
            print(record);
            Records++;
            _next[new TopicPartition(record.Topic, record.Partition)] = record.Offset + 1;
        }
    }

    private bool IsDone() => Records == request.MaxRecords || (!request.Follow && _isAssigned && _assigned.IsSubsetOf(_ended));
}

/// <summary>Prints one record, where it lies.</summary>
internal delegate void PrintRecord(ConsumedRecord record);
