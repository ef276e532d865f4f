using System.Diagnostics;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Benchmarks.Questions.Broker;
using SmartKart.Kafka;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>The input topic read by the client's batch calls, and thrown away or written to the output topic: what a topology is measured against.</summary>
/// <param name="server">The broker.</param>
/// <param name="threads">How many threads share the partitions, each with clients of its own.</param>
/// <param name="writes">Whether records are written to the output topic, and acknowledged, before the round ends.</param>
internal sealed class RawStreamRound(string server, int threads, bool writes) : IContestant
{
    public const string PerSecond = "raw_per_s";

    private const int BatchRecords = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => writes ? "raw consume and produce" : "raw consume";

    public Task WarmUpAsync(CancellationToken cancel) => RoundAsync(cancel);

    public async Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        var shares = Enumerable.Range(0, threads).Select(thread => new Share(server, thread, threads, writes)).ToList();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(shares.Select(share => Task.Factory.StartNew(() => share.Run(cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var took = Stopwatch.GetElapsedTime(began);
        shares.ForEach(share => share.Dispose());
        var records = shares.Sum(share => share.Records);
        return records == StreamsWorkload.Records
            ? new Dictionary<string, double> { [PerSecond] = records / took.TotalSeconds }
            : throw new InvalidOperationException($"The raw reader saw {records} records, where {StreamsWorkload.Records} were produced.");
    }

    /// <summary>One thread's partitions. Connected before the clock starts.</summary>
    private sealed class Share : IDisposable
    {
        private readonly BatchConsumer _consumer;
        private readonly BatchProducer? _producer;
        private readonly ProducerBatch _batch = new(StreamsWorkload.Output);
        private readonly List<TopicPartitionOffset> _beginnings = [];
        private readonly long _expected;

        public Share(string server, int thread, int threads, bool writes)
        {
            _consumer = BatchConsumer.Open(Workload.Client(server).With("group.id", "raw").With("fetch.queue.backoff.ms", "5"), BatchRecords); // as topologies are set
            if (writes) _producer = BatchProducer.Open(Workload.Client(server));
            for (var partition = thread; partition < Workload.Partitions; partition += threads)
            {
                var (beginning, end) = _consumer.Partitions.Bounds(new TopicPartition(StreamsWorkload.Input, partition));
                _beginnings.Add(new TopicPartitionOffset(StreamsWorkload.Input, partition, beginning));
                _expected += end - beginning;
            }
        }

        public long Records { get; private set; }

        public void Run(CancellationToken cancel)
        {
            _consumer.Partitions.Assign(_beginnings);
            while (Records < _expected)
            {
                using var batch = _consumer.Consume(Patience, cancel);
                if (batch.Count == 0) throw new TimeoutException($"The broker has sent nothing for {Patience.TotalSeconds:0} s.");
                Records += batch.Count;
                if (_producer is null) continue;
                foreach (var record in batch) _batch.Add(record.Key, record.Value);
                _producer.Send(_batch, cancel);
            }
            _producer?.Flush(cancel);
        }

        public void Dispose()
        {
            _consumer.Dispose();
            _producer?.Dispose();
        }
    }
}
