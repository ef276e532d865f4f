using System.Diagnostics;

namespace SmartKart.Benchmarks.Measuring;

/// <summary>Measures a whole program, from its start to its end.</summary>
public sealed class TimedRun(string name, string program, params string[] arguments) : IContestant
{
    /// <summary>Its one number: wall time.</summary>
    public const string Seconds = "seconds";

    /// <inheritdoc />
    public string Name => name;

    /// <summary>Runs it once, so that its files are in memory.</summary>
    public Task WarmUpAsync(CancellationToken cancel) => RoundAsync(cancel);

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">It did not end with status 0: its time then says nothing.</exception>
    public async Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        await using var killing = cancel.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(began);
        await output;
        cancel.ThrowIfCancellationRequested();
        return process.ExitCode == 0
            ? new Dictionary<string, double> { [Seconds] = took.TotalSeconds }
            : throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' ended with status {process.ExitCode}: {(await errors).Trim()}");
    }
}
