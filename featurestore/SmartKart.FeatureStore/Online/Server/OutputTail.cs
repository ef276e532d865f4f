using System.Diagnostics;

namespace SmartKart.FeatureStore.Online.Server;

/// <summary>The last lines that a process said: what to show when it didn't start. Thread safe.</summary>
internal sealed class OutputTail
{
    private const int LinesMax = 20;

    private readonly Queue<string> _lines = new();

    /// <summary>Reads what a process says until it ends, so that it never waits for a reader.</summary>
    public void Follow(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_lines) return string.Join(Environment.NewLine, _lines);
    }

    private void Add(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_lines)
        {
            if (_lines.Count == LinesMax) _lines.Dequeue();
            _lines.Enqueue(line);
        }
    }
}
