using System.Collections.Concurrent;
using System.Diagnostics;
using SmartKart.Benchmarks.Measuring;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>
/// Reads at a steady rate, each from the instant it was due until its values are there. An open loop: nothing waits for an answer before it
/// asks, and a stall counts for every read that was due meanwhile.
/// </summary>
internal sealed class ReadLoad(string name, OnlineStore store, ServicePlan plan, int entities) : IContestant
{
    public const string MedianMs = "p50_ms";
    public const string P99Ms = "p99_ms";
    public const string AllocatedBytes = "alloc_b";

    public const int ReadsPerSecond = 2_000;
    public const int Seconds = 4;

    private const int Seed = 7;
    private static readonly long TicksPerRead = Stopwatch.Frequency / ReadsPerSecond;

    private readonly ConcurrentQueue<(Scalar[] Keys, OnlineVectors Vectors)> _idle = new();
    private readonly Scalar[] _users = [.. Enumerable.Range(0, UserActivity.Users).Select(OnlineUsers.Key)];
    private readonly Random _random = new(Seed);

    public string Name => name;

    public async Task WarmUpAsync(CancellationToken cancel) => await RoundAsync(cancel);

    public async Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        var reads = new Task[ReadsPerSecond * Seconds];
        var milliseconds = new double[reads.Length];
        var before = GC.GetTotalAllocatedBytes();
        await Task.Factory.StartNew(() => Send(reads, milliseconds, cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(reads);
        var allocated = GC.GetTotalAllocatedBytes() - before;
        Array.Sort(milliseconds);
        return new Dictionary<string, double>
        {
            [MedianMs] = milliseconds[milliseconds.Length / 2],
            [P99Ms] = milliseconds[milliseconds.Length * 99 / 100],
            [AllocatedBytes] = (double)allocated / reads.Length,
        };
    }

    private void Send(Task[] reads, double[] milliseconds, CancellationToken cancel)
    {
        Pacer.Sharpen();
        var began = Stopwatch.GetTimestamp();
        for (var read = 0; read < reads.Length; read++)
        {
            cancel.ThrowIfCancellationRequested();
            var due = began + (read * TicksPerRead);
            Pacer.Until(due);
            reads[read] = ReadAsync(read, due, milliseconds, cancel);
        }
    }

    private async Task ReadAsync(int read, long due, double[] milliseconds, CancellationToken cancel)
    {
        if (!_idle.TryDequeue(out var buffers)) buffers = (new Scalar[entities], new OnlineVectors(plan));
        for (var i = 0; i < entities; i++) buffers.Keys[i] = _users[_random.Next(_users.Length)];
        await store.GetAsync(plan, buffers.Keys, UserActivity.End, buffers.Vectors, cancel);
        milliseconds[read] = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
        if (buffers.Vectors.Rows != entities) throw new InvalidOperationException($"A read of {entities} users gave {buffers.Vectors.Rows} vectors.");
        _idle.Enqueue(buffers);
    }
}
