using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace SmartKart.Streams.Tests.Chaos.Processes;

/// <summary>
/// This program, started again under one of the verbs of <see cref="Program"/>. It ends with its stdin, so that it never outlives who
/// started it.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private ChildProcess(Process process, Action<string> said)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _ = line.Data is { } text ? _lines.Writer.TryWrite(text) : _lines.Writer.TryComplete();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text) said(text);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <param name="said">Is given each line of its stderr.</param>
    /// <param name="arguments">The verb and what follows it.</param>
    public static ChildProcess Start(Action<string> said, params string[] arguments)
    {
        var start = new ProcessStartInfo(DotNet, [typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new ChildProcess(Process.Start(start)!, said);      // never null without a shell
    }

    /// <summary>The next line of its stdout; null at its end.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellation) =>
        await _lines.Reader.WaitToReadAsync(cancellation) && _lines.Reader.TryRead(out var line) ? line : null;

    public Task WriteLineAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>SIGKILL: no handler runs, no buffer of the process is written.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGTERM, and the wait for its good end.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It did not stop; it was killed.</exception>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource(StopWithin);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException late)
        {
            await KillAsync();
            throw new TimeoutException($"A process did not end within {StopWithin.TotalSeconds:0} s of SIGTERM.", late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    // The tests may have been started by their own executable, which finds the runtime by itself; it lies three folders above its libraries.
    private static string DotNet => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? Environment.ProcessPath!
        : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));
}
