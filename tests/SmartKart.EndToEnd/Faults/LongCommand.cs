using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace SmartKart.EndToEnd.Faults;

/// <summary>
/// A <c>smartkart</c> command in a process of its own that lasts as long as it is let. What it says is read all the time, or a full pipe would hold it up;
/// the end of what it said on stderr is kept, for who asks why it ended.
/// </summary>
internal sealed class LongCommand : IAsyncDisposable
{
    private const int LinesKept = 40;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Queue<string> _errors = new();
    private readonly TaskCompletionSource<JsonElement> _document = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private bool _isDisposed;

    private LongCommand(Process process, string name)
    {
        (_process, Name) = (process, name);
        _reading = Task.WhenAll(Task.Run(ReadDocumentAsync), Task.Run(ReadErrorsAsync));
    }

    /// <summary>The command, without its arguments.</summary>
    public string Name { get; }

    /// <summary>Whether it has ended, by itself or not.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>The end of what it said on stderr.</summary>
    public string Errors
    {
        get
        {
            lock (_errors) return string.Join('\n', _errors);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static LongCommand Start(IEnumerable<string> settings, params string[] arguments)
    {
        // Whoever runs the tests in the background of a script passes an ignored SIGINT on to all of them; env gives this one its own back.
        var program = Repository.PathOf("deploy", "local", "SmartKart.Local", "bin", "Release", "net10.0", "SmartKart.Local.dll");
        var start = new ProcessStartInfo("env", ["--default-signal=INT,TERM", .. settings, "dotnet", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new LongCommand(Process.Start(start)!, arguments[0]);        // never null without a shell
    }

    /// <summary>The document that it prints on stdout, once it has.</summary>
    public Task<JsonElement> DocumentAsync() => _document.Task.WaitAsync(Deadline, Stop);

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(Stop);
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Ends it with a signal, as a person, a service manager or the kernel would.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> EndAsync(string signal)
    {
        using (var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"])) await kill.WaitForExitAsync(Stop);
        return await EndAsync().WaitAsync(Deadline, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _process.Dispose();
    }

    private async Task ReadDocumentAsync()
    {
        var text = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            text.AppendLine(line);
            if (line != "}") continue;
            _document.TrySetResult(JsonElement.Parse(text.ToString()));
            text.Clear();
        }
        _document.TrySetException(new InvalidOperationException($"'{Name}' ended without a document, and said: {Errors}"));
        _ = _document.Task.Exception;       // whoever asks for the document is told; nobody has to
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (_errors)
            {
                _errors.Enqueue(line);
                if (_errors.Count > LinesKept) _errors.Dequeue();
            }
        }
    }
}
