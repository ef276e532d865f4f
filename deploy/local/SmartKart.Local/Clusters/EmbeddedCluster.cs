using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using SmartKart.Broker;
using SmartKart.Broker.Storage;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Clusters;

/// <summary>The broker and the schema registry that a command runs itself; they end with it.</summary>
internal sealed class EmbeddedCluster : IAsyncDisposable
{
    private readonly KafkaBroker _broker;
    private readonly ILoggerFactory _loggers;
    private readonly string? _announcedIn;

    private EmbeddedCluster(KafkaBroker broker, ILoggerFactory loggers, Endpoints endpoints, string? announcedIn) =>
        (_broker, _loggers, Endpoints, _announcedIn) = (broker, loggers, endpoints, announcedIn);

    /// <summary>Where they answer.</summary>
    public Endpoints Endpoints { get; }

    /// <summary>Starts both over what earlier commands left in their folder.</summary>
    /// <param name="options">How they are set.</param>
    /// <param name="isAnnounced">Whether other commands over the same folder use them meanwhile.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DirectoryInUseException">Another process has the folder.</exception>
    /// <exception cref="CommandException">They cannot be started.</exception>
    public static async Task<EmbeddedCluster> StartAsync(BrokerOptions options, bool isAnnounced, CancellationToken cancellation)
    {
        var loggers = StderrLog.Create();
        KafkaBroker? broker = null;
        try
        {
            broker = await KafkaBroker.StartAsync(options, loggers, cancellation: cancellation);
            // Only the folder's owner comes here: what a crash left of the owner before is wrong from now on.
            EndpointsFile.Remove(options.DataDirectory);
            var registry = broker.RegistryUrl ?? throw new UnreachableException("The broker was started with a registry and names none.");
            var endpoints = new Endpoints(Environment.ProcessId, broker.BootstrapServers, new Uri(registry));
            if (isAnnounced) EndpointsFile.Write(options.DataDirectory, endpoints);
            return new EmbeddedCluster(broker, loggers, endpoints, isAnnounced ? options.DataDirectory : null);
        }
        catch (Exception fault)
        {
            if (broker is not null) await broker.DisposeAsync();
            loggers.Dispose();
            if (fault is not DirectoryInUseException && Explain(fault, options) is { } explained) throw new CommandException(explained, fault);
            throw;
        }
    }

    /// <summary>Ends when the broker can't go on, with why; well when it was stopped.</summary>
    /// <exception cref="CommandException">The broker can't go on.</exception>
    public async Task EndAsync()
    {
        try
        {
            await _broker.Completion;
        }
        catch (Exception fault)
        {
            throw new CommandException($"The broker cannot go on: {fault.Message} What was acknowledged is on the disk; start it again.", fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_announcedIn is not null) EndpointsFile.Remove(_announcedIn);
        await _broker.DisposeAsync();
        _loggers.Dispose();
    }

    private static string? Explain(Exception fault, BrokerOptions options) => fault switch
    {
        IOException { InnerException: AddressInUseException } taken => PortTaken(taken, options),
        BrokerOptionsException => fault.Message,
        BrokerException or IOException or UnauthorizedAccessException or SocketException =>
            $"The embedded broker cannot start over {options.DataDirectory}: {fault.Message} " +
            $"To use another cluster set {LocalConfiguration.Keys.BootstrapServers} in {LocalConfiguration.FileName}, or give --bootstrap-servers host:port.",
        _ => null,
    };

    // Kestrel says which address it was; which flag moves it is for us to say.
    private static string PortTaken(IOException taken, BrokerOptions options) => options.Registry is { } registry && taken.Message.Contains($":{registry.Port}:", StringComparison.Ordinal)
        ? $"Port {registry.Port}, where the schema registry is to listen, is taken by another program. Stop that one, or give --registry-port another port, or 0 for any that is free."
        : $"Port {options.Listeners.FirstOrDefault(listener => taken.Message.Contains($":{listener.Port}:", StringComparison.Ordinal))?.Port}, where the broker is to listen, is taken by another program. Stop that one, or give --port another port, or 0 for any that is free.";
}
