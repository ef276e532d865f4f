using SmartKart.Backfill.Simulation;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>How fresh features are while events come at an even rate.</summary>
internal static class FreshnessUnderLoad
{
    private const double LoadPerSecond = 5_000;

    private static readonly TimeSpan UntilEven = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProbedFor = TimeSpan.FromSeconds(25);

    /// <param name="platform">Where.</param>
    /// <param name="worker">Runs there, and has caught up.</param>
    /// <param name="day">The marketplace that the load is of; it has to last longer than the probes.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>
    /// Milliseconds from publish to readable: of a view that is kept where its events are, and of one whose rows go to another partition first; and the load's
    /// events a second, as they really came.
    /// </returns>
    public static async Task<(List<double> InPlace, List<double> Repartitioned, double PerSecond)> RunAsync(
        Platform platform, PipelineWorker worker, SimulationOptions day, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var comes = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var load = Task.Run(() => new EvenLoad(platform, LoadPerSecond).RunAsync(new SimulatedHistory(day), comes, over.Token), cancel);
        if (await Task.WhenAny(load, comes.Task) == load) await load;
        await Task.Delay(UntilEven, cancel);
        var found = await new FreshnessProbe(platform, day.Start.AddHours(12)).RunAsync(ProbedFor, cancel);
        if (load.IsCompleted) throw new InvalidOperationException("The load ended before the probes did: give it a longer day.");
        await over.CancelAsync();
        var perSecond = await load;
        await worker.CatchUpAsync(cancel);
        return (found.InPlace, found.Repartitioned, perSecond);
    }
}
