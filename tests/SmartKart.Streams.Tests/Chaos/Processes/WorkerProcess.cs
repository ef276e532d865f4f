using SmartKart.Streams.Tests.Chaos.Shop;

namespace SmartKart.Streams.Tests.Chaos.Processes;

/// <summary>A <see cref="WorkerProgram"/>, as who kills it sees it: one state folder over all its lives.</summary>
internal sealed class WorkerProcess(string name, string folder, BrokerProcess broker, Action<string> said) : IAsyncDisposable
{
    private ChildProcess? _process;

    public string Name => name;

    /// <summary>Starts it on what its last life left; it listens to SIGTERM when this ends, and has begun to join the others.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _process = ChildProcess.Start(line => said($"{name}: {line}"), WorkerProgram.Verb, broker.BootstrapServers, folder);
        (await _process.ReadLineAsync(cancellation)).ShouldBe(WorkerProgram.Up, $"what {name} says first");
    }

    /// <exception cref="InvalidOperationException">It ended by itself.</exception>
    public void ThrowIfEnded()
    {
        if (_process is { HasExited: true })
            throw new InvalidOperationException($"The instance {name} ended, and nobody had stopped it; what it said is above.");
    }

    public Task KillAsync() => _process!.KillAsync();       // started before

    /// <summary>Stops it in good order.</summary>
    public async Task StopAsync() => (await _process!.StopAsync()).ShouldBe(0, $"the exit code of {name}");

    public void LoseState()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Adds the rows of its stores.</summary>
    /// <returns>Whether it could tell: not while its partitions move or are restored.</returns>
    public async Task<bool> TryReadTablesAsync(ShopTables tables, CancellationToken cancellation)
    {
        await _process!.WriteLineAsync(WorkerProgram.Dump);
        while (true)
        {
            switch (await _process.ReadLineAsync(cancellation))
            {
                case null: throw new InvalidOperationException($"The instance {name} ended while its stores were read; what it said is above.");
                case WorkerProgram.End: return true;
                case WorkerProgram.NotNow: return false;
                case { } row: tables.Add(row); break;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
