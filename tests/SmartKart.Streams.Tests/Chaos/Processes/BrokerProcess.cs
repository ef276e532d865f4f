using System.Globalization;
using SmartKart.Kafka;

namespace SmartKart.Streams.Tests.Chaos.Processes;

/// <summary>A <see cref="BrokerProgram"/>, as who kills it sees it: one data directory and one port over all its lives.</summary>
internal sealed class BrokerProcess(string folder, Action<string> said) : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(1);
    private ChildProcess? _process;

    /// <summary><c>host:port</c>; the same after each restart.</summary>
    public string BootstrapServers { get; private set; } = "127.0.0.1:0";

    /// <summary>How its clients are set: they try again soon, and do not give up.</summary>
    public KafkaConfiguration Clients => KafkaConfiguration.From(new KafkaOptions { BootstrapServers = BootstrapServers, StatisticsInterval = TimeSpan.Zero })
        .With("reconnect.backoff.ms", "10")
        .With("reconnect.backoff.max.ms", "100")
        .With("retry.backoff.ms", "20");

    /// <summary>Starts it on what the last life left.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _process = ChildProcess.Start(said, BrokerProgram.Verb, folder, new Uri($"kafka://{BootstrapServers}").Port.ToString(CultureInfo.InvariantCulture));
        BootstrapServers = await _process.ReadLineAsync(cancellation).WaitAsync(ReadyWithin, cancellation)
            ?? throw new InvalidOperationException($"The broker did not start on what it left in {folder}; what it said is above.");
    }

    /// <summary>SIGKILL, and a start on what it left.</summary>
    public async Task KillAndStartAsync(CancellationToken cancellation)
    {
        await _process!.KillAsync();        // started before
        await StartAsync(cancellation);
    }

    /// <summary>A stop in good order, and a start.</summary>
    public async Task StopAndStartAsync(CancellationToken cancellation)
    {
        (await _process!.StopAsync()).ShouldBe(0, "the broker's exit code");
        await StartAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
