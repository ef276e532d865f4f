using System.Diagnostics;
using SmartKart.Benchmarks.Measuring;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>
/// The pace of <see cref="ReadLoad"/> with nothing to read: how late this machine wakes a thread that has nothing else to do. No read can be
/// measured to be quicker.
/// </summary>
internal sealed class NoLoad : IContestant
{
    public const string P99Ms = "p99_ms";

    public string Name => "nothing";

    public Task WarmUpAsync(CancellationToken cancel) => RoundAsync(cancel);

    public Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel) =>
        Task.Factory.StartNew<IReadOnlyDictionary<string, double>>(() => Wait(cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Dictionary<string, double> Wait(CancellationToken cancel)
    {
        Pacer.Sharpen();
        var milliseconds = new double[ReadLoad.ReadsPerSecond * ReadLoad.Seconds];
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < milliseconds.Length; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var due = began + (i * (Stopwatch.Frequency / ReadLoad.ReadsPerSecond));
            Pacer.Until(due);
            milliseconds[i] = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
        }
        Array.Sort(milliseconds);
        return new Dictionary<string, double> { [P99Ms] = milliseconds[milliseconds.Length * 99 / 100] };
    }
}
