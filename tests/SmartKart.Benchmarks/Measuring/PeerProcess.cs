using System.Diagnostics;
using System.Text.Json;

namespace SmartKart.Benchmarks.Measuring;

/// <summary>
/// A peer that races in its own process: a script of tests/peers that speaks lines over stdin and stdout.
/// <code>
///   it says  ready                          once it is loaded and warm
///   we say   round
///   it says  {"encode_per_s": 1234567.8}    a round's numbers, and waits for the next
///   we close its stdin, and it ends
/// </code>
/// Between its rounds it waits on a read, so it costs the other contestants nothing.
/// </summary>
public sealed class PeerProcess : IContestant, IAsyncDisposable
{
    /// <summary>Longer than any sensible round: a peer that hangs must not hang the benchmark.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(15);

    private const int KeptErrorChars = 2_000;

    private readonly Process _process;
    private readonly Task<string> _errors;

    private PeerProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>Starts a peer on its interpreter.</summary>
    /// <exception cref="PeerMissingException">The interpreter is not on the PATH, or the script is not there.</exception>
    public static PeerProcess Start(string name, string interpreter, string script, params IEnumerable<string> arguments)
    {
        if (!File.Exists(script))
            throw new PeerMissingException(name, $"its script {script} is not there", "Restore it from the repository.");
        var start = new ProcessStartInfo(interpreter, [script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(script))!,
        };
        try
        {
            return new PeerProcess(name, Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception cause)
        {
            throw new PeerMissingException(name, $"{interpreter} could not be started", "Start through ./smartkart, which sets up what benchmarks need.", cause);
        }
    }

    /// <inheritdoc />
    /// <exception cref="PeerMissingException">The peer ended before it was ready, as it does without its library.</exception>
    public async Task WarmUpAsync(CancellationToken cancel)
    {
        var line = await ReadAsync(cancel);
        if (line is null)
            throw new PeerMissingException(Name, $"it ended before it was ready: {await LastErrorsAsync()}", "Start through ./smartkart, which installs what benchmarks need.");
        if (line != "ready")
            throw Misspoke("ready", line);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        await _process.StandardInput.WriteLineAsync("round".AsMemory(), cancel);
        await _process.StandardInput.FlushAsync(cancel);
        var line = await ReadAsync(cancel)
            ?? throw new InvalidOperationException($"The peer {Name} ended during a round: {await LastErrorsAsync()}");
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, double>>(line) ?? throw Misspoke("a round's numbers", line);
        }
        catch (JsonException)
        {
            throw Misspoke("a round's numbers as one JSON object", line);
        }
    }

    /// <summary>Ends the peer, kindly where it listens.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.Dispose();
    }

    private async Task<string?> ReadAsync(CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(AnswerWithin);
        try
        {
            return await _process.StandardOutput.ReadLineAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"The peer {Name} did not answer within {AnswerWithin.TotalMinutes:0} minutes.");
        }
    }

    private InvalidOperationException Misspoke(string expected, string line) =>
        new($"The peer {Name} said '{line}' where '{expected}' was due. Its script must print nothing else to stdout.");

    private async Task<string> LastErrorsAsync()
    {
        var errors = (await _errors).Trim();
        return errors.Length switch
        {
            0 => "it said nothing on stderr",
            > KeptErrorChars => errors[^KeptErrorChars..],
            _ => errors,
        };
    }
}

/// <summary>A peer cannot take part because something of it is not installed.</summary>
public sealed class PeerMissingException(string peer, string what, string remedy, Exception? cause = null)
    : Exception($"The peer {peer} cannot take part: {what}. {remedy}", cause)
{
    /// <summary>Which one.</summary>
    public string Peer { get; } = peer;
}
