using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SmartKart.Pipelines.Runs.Processes;

/// <summary>
/// A step's program. It has a session of its own (<c>setsid</c>): a Ctrl-C at the terminal reaches us and not it, and what it started ends with it, as a
/// container's processes do.
/// </summary>
internal sealed class StepProcess(IReadOnlyList<string> commandLine, IReadOnlyDictionary<string, string> environment, string workingFolder, StepFolder folder)
{
    /// <summary>What Argo keeps of a step's output as its result.</summary>
    private const int ResultCharsMax = 256 * 1024;

    /// <summary>How long the last lines of a program that ended are waited for: one that left its session may hold them open.</summary>
    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(5);

    private readonly StringBuilder _result = new();
    private readonly Lock _writing = new();     // guards the log, the result and whether they are closed
    private bool _isClosed;

    /// <summary>What it wrote to stdout, once it has ended; null where that is too much for a result.</summary>
    public string? Result => _result.Length > ResultCharsMax ? null : _result.ToString().TrimEnd('\n');

    /// <summary>The last line that it wrote, which often says why it failed; null where it wrote none.</summary>
    public string? LastLine { get; private set; }

    /// <param name="onLine">Is told each line.</param>
    /// <param name="grace">How long it may take to end, once it is told to.</param>
    /// <param name="cancel">Ends it: SIGTERM, and SIGKILL after the grace.</param>
    /// <returns>Its exit status.</returns>
    /// <exception cref="RunException">It can't be started.</exception>
    public async Task<int> RunAsync(Action<string> onLine, TimeSpan grace, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo("setsid", commandLine)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
                WorkingDirectory = workingFolder,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        await using var log = new StreamWriter(folder.Log, append: false);
        using var process = new Process { StartInfo = start };
        Start(process);
        await File.WriteAllTextAsync(folder.Pid, process.Id.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
        process.StandardInput.Close();
        var lines = Task.WhenAll(
            ForwardAsync(process.StandardOutput, line => Write(line, isResult: true)),
            ForwardAsync(process.StandardError, line => Write(line, isResult: false)));
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process, grace);
            throw;
        }
        finally
        {
            await SignalAsync(process.Id, "KILL");        // what it left behind
            await Task.WhenAny(lines, Task.Delay(LastLines, CancellationToken.None));
            lock (_writing) _isClosed = true;
            File.Delete(folder.Pid);
        }
        return process.ExitCode;

        void Write(string line, bool isResult)
        {
            lock (_writing)
            {
                if (_isClosed) return;
                log.WriteLine(line);
                if (line.Length > 0) LastLine = line;
                log.Flush();
                if (isResult && _result.Length <= ResultCharsMax) _result.Append(line).Append('\n');
            }
            onLine(line);
        }
    }

    /// <summary>Ends what a run that was killed left running in a folder.</summary>
    public static async Task EndLeftAsync(string run)
    {
        foreach (var file in Directory.EnumerateFiles(run, "pid", SearchOption.AllDirectories))
        {
            if (int.TryParse(await File.ReadAllTextAsync(file), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && RunsIn(id, Path.GetDirectoryName(file) ?? run))
                await SignalAsync(id, "KILL");
            File.Delete(file);
        }
    }

    // A number may be another program's by now: ours runs in its step's folder.
    private static bool RunsIn(int id, string folder) => Directory.Exists($"/proc/{id}")
        && Directory.ResolveLinkTarget($"/proc/{id}/cwd", returnFinalTarget: false)?.FullName.StartsWith(folder, StringComparison.Ordinal) == true;

    private void Start(Process process)
    {
        var program = commandLine[0];
        if (!IsThere(program)) throw new RunException($"there is no program '{program}' on this machine. Install it, or let the step run another.");
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            throw new RunException($"'{program}' can't be started: {fault.Message}", fault);
        }
    }

    // setsid would say it as a failure of the step's, and with a status of its own.
    private static bool IsThere(string program) => program.Contains('/', StringComparison.Ordinal)
        ? File.Exists(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task EndAsync(Process process, TimeSpan grace)
    {
        await SignalAsync(process.Id, "TERM");
        using var patience = new CancellationTokenSource(grace);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await SignalAsync(process.Id, "KILL");
        }
    }

    /// <summary>Sends a signal to a session's processes; those that have ended don't mind.</summary>
    private static async Task SignalAsync(int session, string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", "--", $"-{session}"]) { RedirectStandardError = true })
            ?? throw new RunException("'kill' can't be started.");
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    private static async Task ForwardAsync(StreamReader from, Action<string> to)
    {
        while (await from.ReadLineAsync() is { } line) to(line);
    }
}
