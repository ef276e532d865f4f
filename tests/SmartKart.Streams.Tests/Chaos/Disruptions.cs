using System.Diagnostics;
using SmartKart.Streams.Tests.Chaos.Processes;

namespace SmartKart.Streams.Tests.Chaos;

/// <summary>
/// What happens to the processes, by a seed: every few seconds an instance is killed or stopped, and started again with its state or
/// without; the broker is killed once and stopped once, after a third and two thirds of the time.
/// </summary>
internal sealed class Disruptions(int seed, BrokerProcess broker, IReadOnlyList<WorkerProcess> workers, Action<string> say)
{
    private readonly Random _random = new(seed);
    private readonly Queue<Kind> _deck = [];
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Dictionary<Kind, int> _done = [];

    private enum Kind
    {
        Kill,
        KillAndLoseState,
        Stop,
    }

    public string Summary =>
        $"{_done.GetValueOrDefault(Kind.Kill)} kills with their state kept, {_done.GetValueOrDefault(Kind.KillAndLoseState)} with it lost, " +
        $"{_done.GetValueOrDefault(Kind.Stop)} stops, the broker killed and stopped once each, all started again";

    /// <summary>Goes on until a task ends, which it passes on, and at least until each kind was done.</summary>
    /// <param name="duration">About how long that is.</param>
    /// <param name="until">Who ends it.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task RunAsync(TimeSpan duration, Task until, CancellationToken cancellation)
    {
        await DisruptWorkersAsync(until, duration / 3, cancellation);
        Say("kill the broker, and an instance with it");
        var worker = Any();
        await worker.KillAsync();
        await broker.KillAndStartAsync(cancellation);
        await worker.StartAsync(cancellation);
        await DisruptWorkersAsync(until, duration * 2 / 3, cancellation);
        Say("stop the broker");
        await broker.StopAndStartAsync(cancellation);
        await DisruptWorkersAsync(until, duration * 2, cancellation);
        while (_done.Count < Enum.GetValues<Kind>().Length) await DisruptWorkerAsync(cancellation);
        await until;
    }

    private async Task DisruptWorkersAsync(Task until, TimeSpan to, CancellationToken cancellation)
    {
        while (!until.IsCompleted && Stopwatch.GetElapsedTime(_began) < to)
        {
            await Task.WhenAny(until, Task.Delay(_random.Next(1_000, 4_000), cancellation));
            await DisruptWorkerAsync(cancellation);
        }
    }

    private async Task DisruptWorkerAsync(CancellationToken cancellation)
    {
        foreach (var each in workers) each.ThrowIfEnded();
        if (_deck.Count == 0)
        {
            Kind[] kinds = [Kind.Kill, Kind.KillAndLoseState, Kind.Stop, Kind.Kill];
            _random.Shuffle(kinds);
            foreach (var each in kinds) _deck.Enqueue(each);
        }
        var kind = _deck.Dequeue();
        _done[kind] = _done.GetValueOrDefault(kind) + 1;
        var worker = Any();
        Say($"{kind} {worker.Name}");
        if (kind == Kind.Stop) await worker.StopAsync();
        else await worker.KillAsync();
        if (kind == Kind.KillAndLoseState) worker.LoseState();
        await Task.Delay(_random.Next(2_000), cancellation);
        await worker.StartAsync(cancellation);
    }

    private WorkerProcess Any() => workers[_random.Next(workers.Count)];

    private void Say(string what) => say($"{Stopwatch.GetElapsedTime(_began).TotalSeconds,6:0.0} s: {what}");
}
