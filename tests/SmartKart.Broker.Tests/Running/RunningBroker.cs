using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker.Network;

namespace SmartKart.Broker.Tests.Running;

/// <summary>A broker in this process, on a free port and in a folder of its own, which goes with it.</summary>
public sealed class RunningBroker : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-broker-");
    private readonly BrokerOptions _options;
    private readonly ILoggerFactory _loggers;

    private RunningBroker(BrokerOptions options, ILoggerFactory? loggers)
    {
        _options = options with { DataDirectory = _folder.FullName };
        _loggers = loggers ?? NullLoggerFactory.Instance;
    }

    /// <summary>The broker; another after each restart.</summary>
    public KafkaBroker Broker { get; private set; } = null!;

    public string BootstrapServers => Broker.BootstrapServers;

    public int Port => int.Parse(BootstrapServers.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<RunningBroker> StartAsync(BrokerOptions? options = null, ILoggerFactory? loggers = null)
    {
        // No fsync unless a test is about it: what is killed here is never the machine.
        var running = new RunningBroker(options ?? new BrokerOptions { Fsync = false, Listeners = [new ListenerOptions { Port = 0 }], Registry = null }, loggers);
        try
        {
            await running.StartAgainAsync();
            return running;
        }
        catch
        {
            running._folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Stops it in good order, and starts it again on the same folder.</summary>
    public async Task RestartAsync()
    {
        await Broker.DisposeAsync();
        await StartAgainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartAgainAsync() => Broker = await KafkaBroker.StartAsync(_options, _loggers, cancellation: TestContext.Current.CancellationToken);
}
