using System.Diagnostics;

namespace SmartKart.FeatureStore.Offline;

/// <summary>Tells how far a sweep is, and adds up what its stages take. The stages follow each other.</summary>
internal sealed class StageClock(IProgress<OfflineProgress>? progress)
{
    private readonly SortedDictionary<OfflineStage, double> _seconds = [];

    public IReadOnlyDictionary<OfflineStage, double> Seconds => _seconds;

    public void Report(OfflineStage stage, string subject, long rows, long? total) => progress?.Report(new OfflineProgress(stage, subject, rows, total));

    /// <summary>Runs a stage, or a part of one, on a thread of its own: what the engine does blocks.</summary>
    public Task<T> RunAsync<T>(OfflineStage stage, string subject, Func<T> work) =>
        RunAsync(stage, subject, () => Task.Run(work, CancellationToken.None));

    /// <summary>Runs a stage, or a part of one.</summary>
    public async Task<T> RunAsync<T>(OfflineStage stage, string subject, Func<Task<T>> work)
    {
        Report(stage, subject, 0, null);
        var began = Stopwatch.GetTimestamp();
        var result = await work();
        _seconds[stage] = _seconds.GetValueOrDefault(stage) + Stopwatch.GetElapsedTime(began).TotalSeconds;
        return result;
    }
}
