using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace SmartKart.EndToEnd.CommandLine;

/// <summary>A <c>smartkart</c> command that stays: started, waited for until it has said something, and stopped as a person or a service manager would.</summary>
internal sealed class RunningSmartKart : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    private RunningSmartKart(Process process) => _process = process;

    public int Id => _process.Id;

    public static RunningSmartKart Start(params string[] arguments) => Start([], arguments);

    /// <param name="variables">Of its environment, <c>NAME=value</c> each.</param>
    /// <param name="arguments">The command, and what it is given.</param>
    /// <param name="folder">Where it is started; where the tests are unless given.</param>
    public static RunningSmartKart Start(string[] variables, string[] arguments, string folder = "")
    {
        // Whoever runs the tests in the background of a script passes an ignored SIGINT on to all of them; env gives this one its own back.
        var program = Repository.PathOf("deploy", "local", "SmartKart.Local", "bin", "Release", "net10.0", "SmartKart.Local.dll");
        var start = new ProcessStartInfo("env", ["--default-signal=INT,TERM", .. variables, "dotnet", program, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        return new RunningSmartKart(Process.Start(start)!);
    }

    /// <summary>Waits for a JSON document on stdout.</summary>
    public async Task<JsonDocument> DocumentAsync()
    {
        var text = new StringBuilder();
        while (await ReadLineAsync(_process.StandardOutput) is { } line)
        {
            text.AppendLine(line);
            if (line == "}") return JsonDocument.Parse(text.ToString());
        }
        throw new InvalidOperationException($"It ended without a document, and said: {await _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
    }

    /// <summary>Waits for a line on stderr that has this in it.</summary>
    /// <returns>The line.</returns>
    public async Task<string> ErrorLineAsync(string part)
    {
        while (await ReadLineAsync(_process.StandardError) is { } line)
            if (line.Contains(part, StringComparison.Ordinal)) return line;
        throw new InvalidOperationException($"It ended without saying '{part}'.");
    }

    /// <summary>Stops it with a signal.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> StopAsync(string signal)
    {
        using (var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await EndAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static async Task<string?> ReadLineAsync(StreamReader from) =>
        await from.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken);
}
