using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Benchmarks.Questions.Broker;
using SmartKart.Kafka;
using SmartKart.Streams;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>
/// One topology over the input topic, from its first record processed until all are committed. Each round is a new application, so that it
/// begins at the beginning; joining the group and making topics are not measured.
/// </summary>
internal sealed class TopologyRound(string name, string server, Func<Action<long>, Topology> topology, StreamsOptions options, string stateFolder) : IContestant
{
    public const string PerSecond = "processed_per_s";
    public const string AllocatedBytes = "alloc_b";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private long _began;
    private long _allocated;
    private int _round;

    public string Name => name;

    public Task WarmUpAsync(CancellationToken cancel) => RoundAsync(cancel);

    public async Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        var application = $"{name.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal)}-{_round++}";
        var client = Workload.Client(server);
        using var admin = KafkaAdmin.Open(client);
        (_began, _allocated) = (0, 0);
        await using var streams = new KafkaStreams(
            topology(Sees), options with { ApplicationId = application, StateDirectory = Path.Combine(stateFolder, application) }, client, NullLoggerFactory.Instance);
        await streams.StartAsync(cancel);
        var ends = await EndsAsync(admin, cancel);
        var started = Stopwatch.GetTimestamp();
        while (!await IsCommittedAsync(admin, application, ends, cancel))
        {
            if (streams.Completion.IsCompleted) await streams.Completion;
            if (Stopwatch.GetElapsedTime(started) > Patience) throw new TimeoutException($"'{name}' has not committed all records after {Patience.TotalMinutes:0} minutes; it is {streams.State}.");
            await Task.Delay(BetweenLooks, cancel);
        }
        var took = Stopwatch.GetElapsedTime(_began);
        var allocated = GC.GetTotalAllocatedBytes() - _allocated;
        await streams.StopAsync();
        return new Dictionary<string, double>
        {
            [PerSecond] = StreamsWorkload.Records / took.TotalSeconds,
            [AllocatedBytes] = (double)allocated / StreamsWorkload.Records,
        };
    }

    // Called per record: a look at a field that almost never changes.
    private void Sees(long key)
    {
        if (_began != 0) return;
        _allocated = GC.GetTotalAllocatedBytes();
        _began = Stopwatch.GetTimestamp();
    }

    private static async Task<Dictionary<TopicPartition, long>> EndsAsync(KafkaAdmin admin, CancellationToken cancel)
    {
        var partitions = Enumerable.Range(0, Workload.Partitions).Select(partition => new TopicPartition(StreamsWorkload.Input, partition));
        var results = await admin.Offsets.ListAsync(partitions, OffsetSpec.Latest, cancellation: cancel);
        return results.ToDictionary(result => result.Partition, result => result.Offset);
    }

    private static async Task<bool> IsCommittedAsync(KafkaAdmin admin, string application, Dictionary<TopicPartition, long> ends, CancellationToken cancel)
    {
        var committed = (await admin.GroupOffsets.ListAsync(application, cancellation: cancel)).Where(result => result.Partition.Topic == StreamsWorkload.Input).ToList();
        return committed.Count == ends.Count && committed.TrueForAll(result => result.Offset >= ends[result.Partition]);
    }
}
