using System.Diagnostics;
using System.Runtime;

namespace SmartKart.Benchmarks.Measuring;

/// <summary>
/// Measures one operation of ours, run many times on one thread: operations per second, and bytes allocated by each.
/// The loop is the caller's (<c>count => { for (…) … }</c>), so that no delegate call is measured with the operation.
/// </summary>
/// <param name="name">The prefix of its numbers: <c>NAME_per_s</c> and <c>NAME_alloc_b</c>.</param>
/// <param name="runOperations">Does the operation as often as it is told.</param>
public sealed class HotLoop(string name, Action<int> runOperations) : IContestant
{
    /// <summary>Long against the clock and a time slice, short enough to interleave many.</summary>
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(400);

    /// <summary>The runtime promotes a method 100 ms after the last new one was seen, in the background; so rounds of 200 ms see it.</summary>
    private static readonly TimeSpan WarmUpLength = TimeSpan.FromMilliseconds(200);

    /// <summary>Rounds in a row in which nothing was compiled, before the code counts as settled.</summary>
    private const int QuietRounds = 4;

    /// <summary>Reached only if something keeps compiling: then the figures would mean nothing.</summary>
    private const int WarmUpRoundsMax = 100;

    private int _operationsPerRound;

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public Task WarmUpAsync(CancellationToken cancel)
    {
        var operations = OperationsIn(WarmUpLength);
        var quiet = 0;
        for (var round = 0; quiet < QuietRounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            if (round == WarmUpRoundsMax)
                throw new InvalidOperationException($"The code of '{name}' does not settle: the runtime still compiles after {WarmUpRoundsMax} rounds. Something else in this process is starting up; measure without it.");
            var compiled = JitInfo.GetCompiledMethodCount();
            runOperations(operations);
            quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
        }
        _operationsPerRound = OperationsIn(RoundLength);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        if (_operationsPerRound == 0)
            throw new InvalidOperationException($"'{name}' is measured before it was warmed up. Call {nameof(WarmUpAsync)} first.");

        // What earlier rounds left behind is not this round's to collect.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var began = Stopwatch.GetTimestamp();
        runOperations(_operationsPerRound);
        var took = Stopwatch.GetElapsedTime(began);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return Task.FromResult<IReadOnlyDictionary<string, double>>(new Dictionary<string, double>
        {
            [$"{name}_per_s"] = _operationsPerRound / took.TotalSeconds,
            [$"{name}_alloc_b"] = (double)allocated / _operationsPerRound,
        });
    }

    /// <summary>How many operations take about that long now: doubles until a tenth of it is reached, then scales up.</summary>
    private int OperationsIn(TimeSpan length)
    {
        for (var operations = 1; ; operations *= 2)
        {
            var began = Stopwatch.GetTimestamp();
            runOperations(operations);
            var took = Stopwatch.GetElapsedTime(began);
            if (took >= length / 10 || operations >= int.MaxValue / 4)
                return (int)Math.Clamp(operations * (length / took), 1, int.MaxValue / 2);
        }
    }
}
