using System.Diagnostics;
using System.Globalization;
using SmartKart.Local.Streaming;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>A worker that <see cref="PipelineWorkerProgram"/> runs, as who started it sees it.</summary>
internal sealed class PipelineWorker : IAsyncDisposable
{
    private readonly Process _process;

    private PipelineWorker(Process process) => _process = process;

    public int ProcessId => _process.Id;

    /// <summary>Starts it with the topology of features, and waits until its tasks process.</summary>
    public static Task<PipelineWorker> StartAsync(Platform platform, string stateFolder, CancellationToken cancel) =>
        StartAsync(platform, StreamsRun.Features, stateFolder, cancel);

    /// <summary>Starts it with one topology, and waits until its tasks process.</summary>
    public static async Task<PipelineWorker> StartAsync(Platform platform, string topology, string stateFolder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            [typeof(PipelineWorker).Assembly.Location, PipelineWorkerProgram.Verb, topology, platform.BootstrapServers, platform.RegistryUrl, platform.Redis.Connection, stateFolder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var worker = new PipelineWorker(Process.Start(start)!);
        if (await worker.AnswerAsync(cancel) == PipelineWorkerProgram.Running) return worker;
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
