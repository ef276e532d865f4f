using System.Diagnostics;
using System.Globalization;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>A server that <see cref="ServerProgram"/> runs, as who started it sees it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopWithin = TimeSpan.FromMinutes(2);     // a clean stop makes all durable first

    private readonly Process _process;

    private ServerProcess(Process process, string address, TimeSpan startedIn) => (_process, Address, StartedIn) = (process, address, startedIn);

    /// <summary><c>host:port</c>.</summary>
    public string Address { get; }

    /// <summary>From the start of the process until it took clients.</summary>
    public TimeSpan StartedIn { get; }

    /// <summary>Processor time it has used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory that it has occupied so far: the system's own count.</summary>
    public long PeakResidentBytes => KilobytesOf("VmHWM") * 1024;

    public static async Task<ServerProcess> StartAsync(CancellationToken cancel, params string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(ServerProcess).Assembly.Location, ServerProgram.Verb, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        try
        {
            var address = await process.StandardOutput.ReadLineAsync(cancel).AsTask().WaitAsync(ReadyWithin, cancel)
                ?? throw new InvalidOperationException($"The server '{string.Join(' ', arguments)}' ended before it took clients; it says why on stderr, above.");
            return new ServerProcess(process, address, Stopwatch.GetElapsedTime(began));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Stops it in good order, and waits.</summary>
    /// <exception cref="TimeoutException">It did not stop; it was killed.</exception>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopWithin);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException late)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The server at {Address} did not stop within {StopWithin.TotalSeconds:0} s.", late);
        }
        finally
        {
            _process.Dispose();
        }
    }

    private long KilobytesOf(string field) =>
        long.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(field, StringComparison.Ordinal))
            .Split([' ', '\t', ':'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
