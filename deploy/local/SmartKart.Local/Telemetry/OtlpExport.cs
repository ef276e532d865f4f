using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SmartKart.Local.Telemetry;

/// <summary>Pushes what this process traces and measures to a collector of OpenTelemetry's, until it is disposed of: what is left is pushed then.</summary>
internal sealed class OtlpExport : IDisposable
{
    private const string Ours = "SmartKart.*", Requests = "Microsoft.AspNetCore";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private OtlpExport(OtlpOptions options, Uri endpoint, string process)
    {
        var resource = ResourceBuilder.CreateDefault().AddService($"smartkart-{process}", serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}");
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Ours, Requests)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TraceRatio)))
            .AddOtlpExporter(exporter => Aim(exporter, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Ours)
            .AddOtlpExporter((exporter, reader) =>
            {
                Aim(exporter, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.MetricsInterval.TotalMilliseconds;
            })
            .Build();

        // Over HTTP each signal has a path of its own below the collector's address; over gRPC none has.
        void Aim(OtlpExporterOptions exporter, string signal) =>
            (exporter.Protocol, exporter.Endpoint) = (options.Protocol, options.Protocol == OtlpExportProtocol.Grpc ? endpoint : Below(endpoint, signal));
    }

    /// <summary>Starts to push where the configuration names a collector. One that doesn't answer keeps nobody from anything: what it would have got is dropped.</summary>
    /// <param name="configuration">The command's.</param>
    /// <param name="process">What the process is, such as <c>serve</c>.</param>
    /// <returns>Null where nothing is pushed.</returns>
    /// <exception cref="CommandException">The section can't be used.</exception>
    public static OtlpExport? Start(IConfiguration configuration, string process)
    {
        var options = OtlpSection.Read(configuration);
        return options.Endpoint is { } endpoint ? new OtlpExport(options, endpoint, process) : null;
    }

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static Uri Below(Uri endpoint, string signal) => new($"{endpoint.AbsoluteUri.TrimEnd('/')}/{signal}");
}
