using System.Diagnostics;

namespace SmartKart.Local.Terminal;

/// <summary>A program run to its end. When the token is cancelled it is killed with all it started, and the caller gets the cancellation.</summary>
internal sealed class ChildProcess(string program, IEnumerable<string> arguments)
{
    /// <summary>
    /// How long a killed program's last lines are waited for. They end only with the last process that can write them, and one whose
    /// parent ended before the kill is out of its reach.
    /// </summary>
    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(10);

    private readonly ProcessStartInfo _start = new(program, arguments) { UseShellExecute = false };

    /// <summary>Where its output goes, line by line. Null, as at first: to where ours goes.</summary>
    public Action<string>? OnOutput { get; init; }

    /// <summary>As <see cref="OnOutput"/>, for stderr. Lines of both may come from two threads at once.</summary>
    public Action<string>? OnError { get; init; }

    /// <summary>A .NET program, run by the runtime that runs this one.</summary>
    public static ChildProcess OfDotnet(string assembly, IEnumerable<string> arguments, Action<string>? onOutput = null, Action<string>? onError = null) =>
        new(Environment.ProcessPath ?? "dotnet", [assembly, .. arguments]) { OnOutput = onOutput, OnError = onError };

    public ChildProcess With(string variable, string value)
    {
        _start.Environment[variable] = value;
        return this;
    }

    /// <returns>Its exit status.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        _start.RedirectStandardOutput = OnOutput is not null;
        _start.RedirectStandardError = OnError is not null;
        using var process = new Process { StartInfo = _start };
        process.Start();
        var ending = Task.WhenAll(
            OnOutput is null ? Task.CompletedTask : ForwardAsync(process.StandardOutput, OnOutput),
            OnError is null ? Task.CompletedTask : ForwardAsync(process.StandardError, OnError),
            process.WaitForExitAsync(CancellationToken.None));
        try
        {
            await ending.WaitAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            await Task.WhenAny(ending, Task.Delay(LastLines, CancellationToken.None));
            throw;
        }
        cancel.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    private static async Task ForwardAsync(StreamReader from, Action<string> to)
    {
        while (await from.ReadLineAsync() is { } line)
            to(line);
    }
}
