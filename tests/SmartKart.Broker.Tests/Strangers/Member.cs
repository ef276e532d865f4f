using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SmartKart.Broker.Tests.Strangers;

/// <summary>A stranger in a group, for as long as a test lets it live.</summary>
internal sealed class Member : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Lock _gate = new();       // guards the three below
    private readonly HashSet<string> _values = [];
    private readonly List<string> _said = [];
    private int[] _assigned = [];

    public Member(Stranger client, object details)
    {
        _process = client.Start("member", details);
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_gate) _said.Add(line.Data ?? "");
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int[] Assigned
    {
        get { lock (_gate) return _assigned; }
    }

    public IReadOnlyCollection<string> Values
    {
        get { lock (_gate) return [.. _values]; }
    }

    /// <summary>Waits until a group's members are as they should be.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what, params Member[] members)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"Not within {Patience.TotalSeconds:0} s: {what}. {string.Join("; ", members.Select(member => member.ToString()))}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Dies without a word to its group.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Leaves its group in good order.</summary>
    public async Task LeaveAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        _process.ExitCode.ShouldBe(0, ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    public override string ToString()
    {
        lock (_gate)
        {
            var (holds, said) = (string.Join(",", _assigned), string.Join(" / ", _said.TakeLast(5)));
            return string.Create(CultureInfo.InvariantCulture, $"holds [{holds}], read {_values.Count} values, said: {said}");
        }
    }

    private void Hear(string? line)
    {
        if (string.IsNullOrEmpty(line)) return;
        var told = JsonNode.Parse(line)!.AsObject();
        lock (_gate)
        {
            if (told["assigned"] is JsonArray assigned) _assigned = [.. assigned.Select(partition => partition!.GetValue<int>()).Order()];
            if (told["value"] is { } value) _values.Add(value.GetValue<string>());
        }
    }
}
