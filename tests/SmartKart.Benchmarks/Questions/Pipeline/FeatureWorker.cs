using System.Diagnostics;
using System.Globalization;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>A worker that <see cref="FeatureWorkerProgram"/> runs, as who started it sees it.</summary>
internal sealed class FeatureWorker : IAsyncDisposable
{
    private readonly Process _process;

    private FeatureWorker(Process process) => _process = process;

    public int ProcessId => _process.Id;

    /// <summary>Starts it, and waits until its tasks process.</summary>
    public static async Task<FeatureWorker> StartAsync(Platform platform, string stateFolder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            [typeof(FeatureWorker).Assembly.Location, FeatureWorkerProgram.Verb, platform.BootstrapServers, platform.RegistryUrl, platform.Redis.Connection, stateFolder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var worker = new FeatureWorker(Process.Start(start)!);
        if (await worker.AnswerAsync(cancel) == FeatureWorkerProgram.Running) return worker;
        await worker.DisposeAsync();
        throw new InvalidOperationException("The worker said something else than that it runs.");
    }

    /// <summary>Waits until all that lies in the topics is in Redis.</summary>
    /// <returns>How many records it processed in all, its own topics' included.</returns>
    public async Task<long> CatchUpAsync(CancellationToken cancel)
    {
        await _process.StandardInput.WriteLineAsync();
        return long.Parse(await AnswerAsync(cancel), CultureInfo.InvariantCulture);
    }

    /// <summary>Stops it in good order, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> AnswerAsync(CancellationToken cancel) => await _process.StandardOutput.ReadLineAsync(cancel)
        ?? throw new InvalidOperationException("The worker ended; it says why on stderr, above.");
}
