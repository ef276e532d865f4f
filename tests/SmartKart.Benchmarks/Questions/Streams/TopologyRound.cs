using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Benchmarks.Questions.Broker;
using SmartKart.Streams;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>
/// One topology over the input topic, from the moment that each thread has its share of the partitions until all that was processed since
/// is committed and the application stopped. Each round is a new application, so that it begins at the beginning; joining the group and
/// making topics are not measured.
/// </summary>
internal sealed class TopologyRound(string name, string server, Func<Action<long>, Topology> topology, StreamsOptions options, string stateFolder) : IContestant
{
    public const string PerSecond = "processed_per_s";
    public const string AllocatedBytes = "alloc_b";

    private const int Slots = 64, SlotStride = 16; // counters of different threads on cache lines of their own
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly long[] _seen = new long[Slots * SlotStride];
    private readonly ConcurrentDictionary<TaskId, string> _threadOfTask = [];
    private int _round;

    public string Name => name;

    private long Seen
    {
        get
        {
            long seen = 0;
            for (var slot = 0; slot < Slots; slot++) seen += Volatile.Read(ref _seen[slot * SlotStride]);
            return seen;
        }
    }

    private bool IsShared => _threadOfTask.Count == Workload.Partitions
        && _threadOfTask.Values.GroupBy(thread => thread).Select(tasks => tasks.Count()).All(tasks => tasks == Workload.Partitions / options.Threads);

    public Task WarmUpAsync(CancellationToken cancel) => RoundAsync(cancel);

    public async Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        var application = $"{name.Replace(' ', '-')}-{_round++}";
        Array.Clear(_seen);
        _threadOfTask.Clear();
        await using var streams = new KafkaStreams(
            topology(Sees), options with { ApplicationId = application, StateDirectory = Path.Combine(stateFolder, application) }, Workload.Client(server), NullLoggerFactory.Instance);
        streams.TaskStarted += start => _threadOfTask[start.Task] = start.Thread;
        await streams.StartAsync(cancel);
        await UntilAsync(streams, () => IsShared, cancel);
        var (before, allocated, began) = (Seen, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        await UntilAsync(streams, () => Seen >= StreamsWorkload.Records, cancel);
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        await streams.StopAsync();
        var took = Stopwatch.GetElapsedTime(began);
        var records = StreamsWorkload.Records - before;
        if (records < StreamsWorkload.Records / 2)
            throw new InvalidOperationException($"'{name}' had processed {before} of {StreamsWorkload.Records} records before its threads had their shares: too few are left to be timed.");
        return new Dictionary<string, double>
        {
            [PerSecond] = records / took.TotalSeconds,
            [AllocatedBytes] = (double)allocated / records,
        };
    }

    // Called per record.
    private void Sees(long key) => _seen[(Environment.CurrentManagedThreadId & (Slots - 1)) * SlotStride]++;

    private async Task UntilAsync(KafkaStreams streams, Func<bool> condition, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (streams.Completion.IsCompleted) await streams.Completion;
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new TimeoutException($"'{name}' has not come so far after {Patience.TotalMinutes:0} minutes; it is {streams.State}, and has seen {Seen} records.");
            await Task.Delay(BetweenLooks, cancel);
        }
    }
}
