using System.Diagnostics;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Kafka;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>
/// One consumer against one server: it reads what lies there, several times over where the server keeps too little to be timed.
/// Each round has a consumer of its own, connected before the clock starts, so that none fetches during another's round.
/// </summary>
internal sealed class ConsumeRound(string name, ServerProcess server, string topic, int valueBytes, int records, int passes) : IContestant
{
    public const string PerSecond = "consumed_per_s";

    /// <summary>Processor time of the server for a record: what noise on the machine moves least.</summary>
    public const string ServerNanoseconds = "server_ns";

    // Nothing may come for so long only where something is broken.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IReadOnlyList<TopicPartitionOffset> Beginnings { get; } =
        [.. Enumerable.Range(0, Workload.Partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset: 0))];

    public string Name => name;

    /// <summary>Fills the topic, with batches as full as they get, and reads it once.</summary>
    public Task WarmUpAsync(CancellationToken cancel)
    {
        using (var producer = BatchProducer.Open(Workload.Client(server.Address).With("linger.ms", "200")))
            Workload.Produce(producer, topic, valueBytes, records, cancel);
        return RoundAsync(cancel);
    }

    public Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        // A pass ends with a fetch that waits for more; the next begins when that fetch gives up.
        using var consumer = BatchConsumer.Open(Workload.Client(server.Address).With("group.id", "readers").With("fetch.wait.max.ms", "1"), batchRecords: 10_000);
        Connect(consumer);
        var cpu = server.Cpu;
        var began = Stopwatch.GetTimestamp();
        consumer.Partitions.Assign(Beginnings);
        for (var pass = 0; pass < passes; pass++)
        {
            if (pass > 0) consumer.Partitions.Seek(Beginnings);
            Read(consumer, cancel);
        }
        var took = Stopwatch.GetElapsedTime(began);
        return Task.FromResult<IReadOnlyDictionary<string, double>>(new Dictionary<string, double>
        {
            [PerSecond] = (double)records * passes / took.TotalSeconds,
            [ServerNanoseconds] = (server.Cpu - cpu).TotalNanoseconds / ((double)records * passes),
        });
    }

    private void Connect(BatchConsumer consumer)
    {
        var kept = Beginnings.Sum(beginning =>
        {
            var (first, end) = consumer.Partitions.Bounds(new TopicPartition(beginning.Topic, beginning.Partition));
            return end - first;
        });
        if (kept != records) throw new InvalidOperationException($"{name} holds {kept} records of {topic}, where {records} were produced: there would be no fair race.");
    }

    private void Read(BatchConsumer consumer, CancellationToken cancel)
    {
        long bytes = 0;
        for (var left = records; left > 0;)
        {
            using var batch = consumer.Consume(Patience, cancel);
            if (batch.Count == 0) throw new TimeoutException($"{name} has sent nothing for {Patience.TotalSeconds:0} s, and {left} of {records} records are still to come.");
            foreach (var record in batch) bytes += record.Value.Length;
            left -= batch.Count;
        }
        if (bytes != (long)records * valueBytes) throw new InvalidOperationException($"{name} sent {bytes} bytes of values, where {(long)records * valueBytes} were produced.");
    }
}
