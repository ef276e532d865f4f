using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>An <see cref="InstanceProgram"/>, as who starts, stops and kills it sees it.</summary>
internal sealed class InstanceProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromMinutes(1);
    private readonly Process _process;

    private InstanceProcess(string name, Process process, ConcurrentQueue<Handover> handovers)
    {
        (Name, _process) = (name, process);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } told) handovers.Enqueue(Read(told));
        };
        process.BeginOutputReadLine();
    }

    public string Name { get; }

    public static InstanceProcess Start(string name, string bootstrapServers, string folder, ConcurrentQueue<Handover> handovers) => new(name, Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, [typeof(InstanceProcess).Assembly.Location, InstanceProgram.Verb, bootstrapServers, folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!, handovers);      // never null without a shell

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGTERM, and the wait for its good end.</summary>
    /// <exception cref="InvalidOperationException">It ended badly, or before.</exception>
    public async Task StopAsync(CancellationToken cancel)
    {
        ThrowIfEnded();
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(cancel);
        await _process.WaitForExitAsync(cancel).WaitAsync(StopWithin, cancel);
        if (_process.ExitCode != 0) throw new InvalidOperationException($"{Name} ended with {_process.ExitCode}; it says why on stderr, above.");
    }

    public void ThrowIfEnded()
    {
        if (_process.HasExited) throw new InvalidOperationException($"{Name} ended by itself; it says why on stderr, above.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private Handover Read(string told)
    {
        var parts = told.Split(' ');
        return new Handover(
            long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture), Name,
            int.Parse(parts[2], CultureInfo.InvariantCulture), bool.Parse(parts[3]));
    }
}
