using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SmartKart.Local.Clusters;
using SmartKart.Local.Telemetry;
using SmartKart.Local.Terminal;
using SmartKart.Prometheus;
using SmartKart.Prometheus.Endpoints;
using SmartKart.Prometheus.Pages;

namespace SmartKart.Local.Workers;

/// <summary>
/// What others see of a process that stays: its metrics and health on a port of its own, what it pushes to a collector, and the file by which commands over the data directory find them.
/// Started before all that is to be measured.
/// </summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly PrometheusExporter _exporter;
    private readonly OtlpExport? _pushed;
    private readonly MetricsServer _server;
    private readonly string _dataDirectory;

    private WorkerHost(ILoggerFactory loggers, PrometheusExporter exporter, OtlpExport? pushed, MetricsServer server, string dataDirectory) =>
        (_loggers, _exporter, _pushed, _server, _dataDirectory) = (loggers, exporter, pushed, server, dataDirectory);

    /// <summary>Where it answers.</summary>
    public Uri Address => _server.Address;

    /// <summary>What is measured now, as <c>/metrics</c> has it.</summary>
    public MetricsPage Page() => MetricsPage.Read(_exporter.Page());

    /// <summary>Starts it.</summary>
    /// <param name="configuration">The command's.</param>
    /// <param name="usualPort">Where it listens unless the configuration says otherwise; 0 for any port that is free.</param>
    /// <param name="command">What the process was started as.</param>
    /// <param name="parts">What its readiness is made of, asked at each request.</param>
    /// <param name="cancel">Gives up the start.</param>
    /// <exception cref="CommandException">The section can't be used, or the port is taken.</exception>
    public static async Task<WorkerHost> StartAsync(
        IConfiguration configuration, int usualPort, string command, Func<IReadOnlyList<PartHealth>> parts, CancellationToken cancel)
    {
        var options = MetricsSection.Read(configuration);
        options = options with { Port = options.Port ?? usualPort };
        var dataDirectory = BrokerSection.DataDirectory(configuration);
        var loggers = StderrLog.Create();
        var exporter = PrometheusExporter.Start(loggers);
        OtlpExport? pushed = null;
        try
        {
            pushed = OtlpExport.Start(configuration, command);
            var server = await MetricsServer.StartAsync(options, exporter, parts, loggers, cancel);
            WorkerFile.Write(dataDirectory, new WorkerEndpoints(Environment.ProcessId, command, server.Address));
            return new WorkerHost(loggers, exporter, pushed, server, dataDirectory);
        }
        catch (Exception fault)
        {
            pushed?.Dispose();
            exporter.Dispose();
            loggers.Dispose();
            if (fault is MetricsServerException)
                throw new CommandException($"{fault.Message} Give --metrics-port another port, or 0 for any that is free.", fault);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        WorkerFile.Remove(_dataDirectory, Environment.ProcessId);
        await _server.DisposeAsync();
        _pushed?.Dispose();
        _exporter.Dispose();
        _loggers.Dispose();
    }
}
