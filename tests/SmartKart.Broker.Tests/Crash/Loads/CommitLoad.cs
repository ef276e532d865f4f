using SmartKart.Kafka;

namespace SmartKart.Broker.Tests.Crash.Loads;

/// <summary>
/// A group's member that commits after every batch and notes what was acknowledged. Held to: no committed offset goes back, whoever asks,
/// and no record is skipped; after a rebalance it reads on from no earlier than the last acknowledged commit.
/// </summary>
internal sealed class CommitLoad : ILoad
{
    private readonly BrokerProcess _broker;
    private readonly string _topic;
    private readonly string _protocol;
    private readonly LoadThread _thread;
    private readonly Lock _gate = new();       // guards what follows
    private readonly Dictionary<int, long> _acknowledged = [];
    private readonly Dictionary<int, long> _observed = [];
    private long _commits;
    private long _refused;

    /// <param name="broker">Whose.</param>
    /// <param name="topic">What it reads.</param>
    /// <param name="protocol"><c>classic</c>, or <c>consumer</c> for KIP-848.</param>
    public CommitLoad(BrokerProcess broker, string topic, string protocol)
    {
        (_broker, _topic, _protocol) = (broker, topic, protocol);
        _thread = new LoadThread(Consume);
    }

    public string Group => $"committing-{_protocol}";

    public string Summary
    {
        get
        {
            lock (_gate)
            {
                var offsets = _acknowledged.OrderBy(each => each.Key).Select(each => each.Value);
                return $"{Group}: {_commits} commits acknowledged, {_refused} calls refused or lost, at {string.Join(", ", offsets)}";
            }
        }
    }

    public async Task CheckAsync(CancellationToken cancellation)
    {
        await _thread.ThrowIfFaultedAsync();
        Dictionary<int, long> promised;
        lock (_gate) promised = new(_acknowledged);
        using var admin = KafkaAdmin.Open(Clients.Of(_broker));
        var committed = await admin.GroupOffsets.ListAsync(Group, cancellation: cancellation);
        foreach (var each in committed.Where(each => each.Partition.Topic == _topic))
        {
            each.Error.ShouldBeNull();
            each.Offset.ShouldBeGreaterThanOrEqualTo(
                _observed.GetValueOrDefault(each.Partition.Partition, Offset.None), $"{Group}: the committed offset of {each.Partition} went back");
            _observed[each.Partition.Partition] = each.Offset;
        }
        foreach (var (partition, offset) in promised)
            _observed.GetValueOrDefault(partition, Offset.None)
                .ShouldBeGreaterThanOrEqualTo(offset, $"{Group}: an acknowledged commit of {_topic}[{partition}] is lost");
    }

    public Task StopAsync() => _thread.StopAsync();

    public ValueTask DisposeAsync() => _thread.DisposeAsync();

    private void Consume(CancellationToken stop)
    {
        using var consumer = BatchConsumer.Open(Clients.Of(_broker)
            .With("group.id", Group).With("group.protocol", _protocol).With("auto.offset.reset", "earliest").With("fetch.wait.max.ms", "20"));
        var next = new Dictionary<int, long>();
        consumer.Subscribe(_topic);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using (var batch = consumer.Consume(TimeSpan.FromMilliseconds(200), stop))
                    foreach (var record in batch) Follow(next, record);
                if (next.Count == 0) continue;
                var offsets = next.Select(each => new TopicPartitionOffset(_topic, each.Key, each.Value)).ToArray();
                consumer.Commit(offsets);
                Acknowledge(offsets);
            }
            catch (KafkaException lost) when (!lost.IsFatal)
            {
                lock (_gate) _refused++;
            }
        }
    }

    private void Follow(Dictionary<int, long> next, ConsumedRecord record)
    {
        var expected = next.GetValueOrDefault(record.Partition);
        if (record.Offset > expected)
            throw new InvalidOperationException(
                $"{Group}: {_topic}[{record.Partition}] was read on at {record.Offset}, though the record at {expected} was not read yet.");
        lock (_gate)
            if (record.Offset < _acknowledged.GetValueOrDefault(record.Partition))
                throw new InvalidOperationException(
                    $"{Group}: {_topic}[{record.Partition}] was read again from {record.Offset}, though {_acknowledged[record.Partition]} was committed.");
        next[record.Partition] = record.Offset + 1;
    }

    private void Acknowledge(TopicPartitionOffset[] offsets)
    {
        lock (_gate)
        {
            _commits++;
            foreach (var each in offsets) _acknowledged[each.Partition] = each.Offset;
        }
    }
}
