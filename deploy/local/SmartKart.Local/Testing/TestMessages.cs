using System.Globalization;
using System.Text.Json;

namespace SmartKart.Local.Testing;

/// <summary>
/// Reads what a test program of xunit v3 prints in its automated mode: one JSON object a line, its kind in <c>$type</c>.
/// Anything else on its output was written by a test, and is kept only to explain an early end.
/// See https://xunit.net/docs/getting-started/v3/whats-new (runner communication).
/// </summary>
internal sealed class TestMessages(RunningTests running)
{
    private const int KeptLines = 20;

    private readonly Dictionary<string, string> _nameById = [];
    private readonly List<FailedTest> _failed = [];
    private readonly List<SkippedTest> _skipped = [];
    private readonly Queue<string> _lastLines = new();
    private readonly Lock _keeping = new();
    private bool _finished;

    public int Passed { get; private set; }

    public IReadOnlyList<FailedTest> Failed => _failed;

    public IReadOnlyList<SkippedTest> Skipped => _skipped;

    /// <summary>A test or a fault was added to the results; null for a test that passed or was skipped.</summary>
    public Action<FailedTest?>? OnResult { get; init; }

    /// <summary>The number of test cases is known. A case of a theory may be several tests.</summary>
    public Action<int>? OnDiscovered { get; init; }

    public void Read(string line)
    {
        if (!line.StartsWith("{\"$type\":", StringComparison.Ordinal))
        {
            Keep(line);
            return;
        }

        using var document = JsonDocument.Parse(line);
        var message = document.RootElement;
        switch (message.GetProperty("$type").GetString())
        {
            case "discovery-complete":
                OnDiscovered?.Invoke(message.GetProperty("TestCasesToRun").GetInt32());
                break;
            case "test-starting":
                _nameById[IdOf(message)] = message.GetProperty("TestDisplayName").GetString()!;
                running.BeginTest(IdOf(message), NameOf(message));
                break;
            case "test-finished": // after its outcome, and after what it disposes
                running.EndTest(IdOf(message));
                break;
            case "test-class-starting":
                running.BeginClass(message.GetProperty("TestClassUniqueID").GetString()!, message.GetProperty("TestClassName").GetString()!);
                break;
            case "test-class-finished":
                running.EndClass(message.GetProperty("TestClassUniqueID").GetString()!);
                break;
            case "test-passed":
                Passed++;
                OnResult?.Invoke(null);
                break;
            case "test-failed":
                Fail(NameOf(message), message);
                break;
            case "test-skipped":
                Skip(NameOf(message), message.GetProperty("Reason").GetString()!);
                break;
            case "test-not-run":
                Skip(NameOf(message), "marked as explicit: it runs only when asked for");
                break;
            // A fixture that cannot be disposed, a fault in the runner: outside any test, and never to be passed over.
            case { } kind when kind == "error" || kind.EndsWith("-cleanup-failure", StringComparison.Ordinal):
                Fail(kind, message);
                break;
            case "test-assembly-finished":
                _finished = true;
                break;
        }
    }

    /// <summary>Keeps a line of output that is no message. Safe beside <see cref="Read"/> on another thread.</summary>
    public void Keep(string line)
    {
        lock (_keeping)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
                _lastLines.Dequeue();
        }
    }

    /// <summary>Closes the results: a program that did not come to its end, or ended badly with no test to blame, has failed.</summary>
    public void Close(string project, int exitCode)
    {
        if (_finished && (exitCode == 0 || _failed.Count > 0))
            return;
        var when = _finished ? "though no test failed" : "before its tests were done";
        Add(new FailedTest(project, $"The test program ended with exit status {exitCode} {when}.", LastLines()));
    }

    /// <summary>Closes the results of a program that stood still and was ended for it: what it waited for has failed, by name.</summary>
    public void CloseStalled(string project)
    {
        var stood = string.Create(CultureInfo.InvariantCulture, $"{project} was ended: no test began or ended for {running.StoodStillFor.TotalSeconds:0} s");
        foreach (var test in running.Tests)
        {
            var ran = string.Create(CultureInfo.InvariantCulture, $"It had run for {test.For.TotalSeconds:0} s and not ended");
            Add(new FailedTest(test.Name, $"{ran}. {stood}.", LastLines()));
        }
        if (running.Tests.Count > 0)
            return;
        var classes = running.Classes.Count > 0 ? $"a fixture of {string.Join(", ", running.Classes)}"
            : _finished ? "the program itself, whose tests were done"
            : "the program itself";
        Add(new FailedTest(project, $"{stood}, and none was running. What had not ended is {classes}.", LastLines()));
    }

    private void Fail(string name, JsonElement message) => Add(new FailedTest(name, Lines(message, "Messages"), Lines(message, "StackTraces")));

    private void Add(FailedTest test)
    {
        _failed.Add(test);
        OnResult?.Invoke(test);
    }

    private void Skip(string name, string reason)
    {
        _skipped.Add(new SkippedTest(name, reason));
        OnResult?.Invoke(null);
    }

    private string NameOf(JsonElement message) => _nameById[IdOf(message)];

    private static string IdOf(JsonElement message) => message.GetProperty("TestUniqueID").GetString()!;

    private string LastLines()
    {
        lock (_keeping)
            return string.Join('\n', _lastLines);
    }

    private static string Lines(JsonElement message, string property) =>
        string.Join('\n', message.GetProperty(property).EnumerateArray().Select(line => line.GetString()).Where(line => line is { Length: > 0 }));
}
