using System.Globalization;
using System.Text;
using SmartKart.Kafka;

namespace SmartKart.Broker.Tests.Crash.Loads;

/// <summary>
/// One member of a group that consumes, processes and produces in transactions. Each input becomes a record in two partitions of the
/// output, which names its transaction, how many records that has, and the input. Some transactions are aborted on purpose.
/// </summary>
internal sealed class ExchangeProcessor(BrokerProcess broker, ExchangeTopics topics, string name, string protocol, int seed)
{
    private const double Aborted = 0.15;
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();        // guards the three below
    private readonly Dictionary<string, int> _committed = [];
    private readonly HashSet<string> _neverCommitted = [];
    private int _failures;
    private int _transactions;

    /// <summary>Transactions whose commit was acknowledged, with their sizes.</summary>
    public Dictionary<string, int> Committed()
    {
        lock (_gate) return new(_committed);
    }

    /// <summary>Transactions for which nobody ever asked to commit.</summary>
    public HashSet<string> NeverCommitted()
    {
        lock (_gate) return [.. _neverCommitted];
    }

    /// <summary>Transactions that a crash cut short, or the loss of a partition.</summary>
    public int Failures
    {
        get { lock (_gate) return _failures; }
    }

    public void Run(CancellationToken stop)
    {
        using var consumer = BatchConsumer.Open(Clients.Of(broker)
            .With("group.id", topics.Group).With("group.protocol", protocol).With("isolation.level", "read_committed")
            .With("auto.offset.reset", "earliest").With("fetch.wait.max.ms", "20"), batchRecords: 400);
        consumer.Subscribe(topics.Input);
        while (!stop.IsCancellationRequested)
        {
            using var producer = BatchProducer.Open(Clients.Of(broker)
                .With("transactional.id", name).With("transaction.timeout.ms", "30000").With("linger.ms", "1"));
            try
            {
                producer.Transactions.Initialize(cancellation: stop);
                Process(consumer, producer, stop);
            }
            catch (KafkaException) when (!stop.IsCancellationRequested)
            {
                // The producer could not go on, as when an abort failed as well: another claims the id, which aborts what is open.
                lock (_gate) _failures++;
                Rewind(consumer, stop);
            }
        }
    }

    private void Process(BatchConsumer consumer, BatchProducer producer, CancellationToken stop)
    {
        var output = new ProducerBatch(topics.Output);
        while (!stop.IsCancellationRequested)
        {
            var inputs = Inputs(consumer, stop);
            if (inputs.Count == 0) continue;
            var label = string.Create(CultureInfo.InvariantCulture, $"{name}#{++_transactions}");
            producer.Transactions.Begin();
            try
            {
                Send(producer, output, label, inputs);
                if (_random.NextDouble() < Aborted)
                {
                    lock (_gate) _neverCommitted.Add(label);
                    producer.Transactions.Abort(cancellation: CancellationToken.None);
                    Rewind(consumer, stop);
                    continue;
                }
                var next = inputs.GroupBy(each => each.Partition)
                    .Select(each => new TopicPartitionOffset(topics.Input, each.Key, each.Max(input => input.Offset) + 1));
                using (var member = consumer.GroupMetadata()) producer.Transactions.SendOffsets(next, member);
                Commit(producer, label, 2 * inputs.Count);
            }
            catch (KafkaException failure) when (!failure.IsFatal)
            {
                lock (_gate) _failures++;
                producer.Transactions.Abort(cancellation: CancellationToken.None);
                Rewind(consumer, stop);
            }
        }
    }

    private List<(int Partition, long Offset)> Inputs(BatchConsumer consumer, CancellationToken stop)
    {
        var inputs = new List<(int, long)>();
        try
        {
            using var batch = consumer.Consume(TimeSpan.FromMilliseconds(200), stop);
            foreach (var record in batch) inputs.Add((record.Partition, record.Offset));
        }
        catch (KafkaException lost) when (!lost.IsFatal)
        {
            lock (_gate) _failures++;       // it goes on by itself
        }
        return inputs;
    }

    private void Send(BatchProducer producer, ProducerBatch output, string label, List<(int Partition, long Offset)> inputs)
    {
        output.Clear();
        for (var at = 0; at < inputs.Count; at++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{label} {2 * inputs.Count} {inputs[at].Partition} {inputs[at].Offset}");
            var value = Encoding.UTF8.GetBytes(text);
            output.Add("left"u8, value, (2 * at) % topics.Partitions);
            output.Add("right"u8, value, ((2 * at) + 1) % topics.Partitions);
        }
        producer.Send(output, CancellationToken.None);
    }

    private void Commit(BatchProducer producer, string label, int size)
    {
        while (true)
        {
            try
            {
                producer.Transactions.Commit(cancellation: CancellationToken.None);
                lock (_gate) _committed.Add(label, size);
                return;
            }
            catch (KafkaRetriableException)
            {
                // The outcome is open until the same call is answered.
            }
        }
    }

    // What was read of a transaction that is no more is read again, from what the group committed last.
    private static void Rewind(BatchConsumer consumer, CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                var mine = consumer.Partitions.Assignment();
                if (mine.Count == 0) return;
                consumer.Partitions.Seek(consumer.Partitions.Committed(mine)
                    .Select(each => each with { Offset = each.Offset == Offset.None ? Offset.Beginning : each.Offset }));
                return;
            }
            catch (KafkaException lost) when (!lost.IsFatal)
            {
                // The broker is down, or the partition went to another meanwhile; only who knows where it is may go on.
            }
        }
    }
}

/// <summary>Between which topics an exchange goes.</summary>
internal sealed record ExchangeTopics(string Input, string Output, int Partitions, string Group);
