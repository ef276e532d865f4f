using System.Diagnostics;
using System.Globalization;

namespace SmartKart.Broker.Tests.Crash;

/// <summary>A <see cref="BrokerProgram"/>, as who kills it sees it: one data directory and one pair of ports over all its lives.</summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-killed-");
    private readonly Lock _gate = new();     // guards _running and _said
    private readonly List<string> _said = [];
    private TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    /// <summary><c>host:port</c>; the same after each restart.</summary>
    public string BootstrapServers { get; private set; } = "127.0.0.1:0";

    /// <summary>Where the registry answers; the same after each restart.</summary>
    public Uri RegistryUrl { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Its warnings and errors, over all lives.</summary>
    public IReadOnlyList<string> Said
    {
        get { lock (_gate) return [.. _said]; }
    }

    /// <summary>Ends when the broker takes clients: at once while it does.</summary>
    public Task UpAsync(CancellationToken cancellation)
    {
        lock (_gate) return _running.Task.WaitAsync(cancellation);
    }

    /// <summary>Starts it on what the last life left.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var process = Begin();
        var address = await process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(ReadyWithin, cancellation)
            ?? throw new InvalidOperationException(
                $"The broker did not start on what the crash left in {_folder.FullName}:{Environment.NewLine}{string.Join(Environment.NewLine, Said)}");
        var parts = address.Split(' ');
        (BootstrapServers, RegistryUrl) = (parts[0], new Uri(parts[1]));
        lock (_gate) _running.SetResult();
    }

    /// <summary>Starts it, and kills it again while it may still be recovering.</summary>
    public async Task StartAndKillAsync(TimeSpan after, CancellationToken cancellation)
    {
        Begin();
        await Task.Delay(after, cancellation);
        await KillAsync();
    }

    /// <summary>SIGKILL: no handler runs, no buffer of the process is written.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        lock (_gate)
            if (_running.Task.IsCompleted) _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }

    private Process Begin()
    {
        var port = PortOf(new Uri($"kafka://{BootstrapServers}"));
        string[] arguments = [SameProgram.Library, BrokerProgram.Verb, _folder.FullName, port, PortOf(RegistryUrl)];
        var process = Process.Start(new ProcessStartInfo(SameProgram.DotNet, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;      // never null without a shell
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } said)
                lock (_gate) _said.Add(said);
        };
        process.BeginErrorReadLine();
        return _process = process;
    }

    private static string PortOf(Uri address) => address.Port.ToString(CultureInfo.InvariantCulture);
}
