using System.Buffers.Binary;
using System.Diagnostics;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Kafka;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>
/// How long a record takes from the instant it was due to be sent until a consumer holds it, at a steady rate. An open loop: a stall
/// delays every record that was due meanwhile, and is counted for each.
/// </summary>
internal sealed class LatencyRound(string name, ServerProcess broker, string topic) : IContestant, IDisposable
{
    public const string MedianMs = "p50_ms";
    public const string P99Ms = "p99_ms";

    private const int RecordsPerSecond = 5_000;
    private const int Seconds = 5;
    private const int ValueBytes = 100;

    // The sender looks at the clock so often, which is the least a timed wait of the system takes; what that delays is counted too.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly long TicksPerRecord = Stopwatch.Frequency / RecordsPerSecond;

    private readonly BatchProducer _producer = BatchProducer.Open(Workload.Client(broker.Address).With("linger.ms", "1").With("acks", "all"));
    private readonly BatchConsumer _consumer = BatchConsumer.Open(Workload.Client(broker.Address).With("group.id", "latency"));

    public string Name => name;

    public async Task WarmUpAsync(CancellationToken cancel)
    {
        // The topic is made by the first record.
        Workload.Produce(_producer, topic, ValueBytes, Workload.Partitions, cancel);
        await RoundAsync(cancel);
    }

    public async Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        _consumer.Partitions.Assign(Enumerable.Range(0, Workload.Partitions)
            .Select(partition => new TopicPartition(topic, partition)).Select(partition => partition.At(_consumer.Partitions.Bounds(partition).End)).ToList());
        var latencies = new List<double>(RecordsPerSecond * Seconds);
        var consuming = Task.Factory.StartNew(() => Consume(latencies, cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.Factory.StartNew(() => Produce(cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await consuming;
        _consumer.Partitions.Assign([]);
        latencies.Sort();
        return new Dictionary<string, double> { [MedianMs] = latencies[latencies.Count / 2], [P99Ms] = latencies[latencies.Count * 99 / 100] };
    }

    public void Dispose()
    {
        _consumer.Dispose();
        _producer.Dispose();
    }

    private void Produce(CancellationToken cancel)
    {
        var batch = new ProducerBatch(topic);
        Span<byte> key = stackalloc byte[sizeof(long)];
        var value = Workload.Value(ValueBytes);
        var began = Stopwatch.GetTimestamp();
        for (var sent = 0L; sent < RecordsPerSecond * Seconds;)
        {
            for (var now = Stopwatch.GetTimestamp(); sent < RecordsPerSecond * Seconds && began + sent * TicksPerRecord <= now; sent++)
            {
                BinaryPrimitives.WriteInt64BigEndian(key, sent);
                BinaryPrimitives.WriteInt64BigEndian(value, began + sent * TicksPerRecord);
                batch.Add(key, value);
            }
            _producer.Send(batch, cancel);
            cancel.WaitHandle.WaitOne(Tick);
        }
        _producer.Flush(cancel);
    }

    private void Consume(List<double> latencies, CancellationToken cancel)
    {
        while (latencies.Count < RecordsPerSecond * Seconds)
        {
            using var batch = _consumer.Consume(Patience, cancel);
            if (batch.Count == 0) throw new TimeoutException($"{name} has sent nothing for {Patience.TotalSeconds:0} s, and {RecordsPerSecond * Seconds - latencies.Count} records are still to come.");
            foreach (var record in batch) latencies.Add(Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64BigEndian(record.Value)).TotalMilliseconds);
        }
    }
}
