using OpenTelemetry.Exporter;

namespace SmartKart.Local.Telemetry;

/// <summary>Where traces and metrics are pushed: the section <c>Otlp</c> of the configuration.</summary>
internal sealed record OtlpOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Otlp";

    /// <summary>The variable of OpenTelemetry's own specification, asked where the section says nothing.</summary>
    public const string UsualVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The collector, such as <c>http://collector:4318</c>; nothing is pushed unless set.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>How it is spoken to: over HTTP unless set.</summary>
    public OtlpExportProtocol Protocol { get; init; } = OtlpExportProtocol.HttpProtobuf;

    /// <summary>The share of requests that are traced, 0 to 1, where who asks didn't decide it; all unless set.</summary>
    public double TraceRatio { get; init; } = 1;

    /// <summary>How long measurements come together before they are pushed; 10 seconds unless set.</summary>
    public TimeSpan MetricsInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <returns>What is wrong, with the key to change; null where nothing is.</returns>
    public string? Fault() =>
        Endpoint is { } at && (!at.IsAbsoluteUri || at.Scheme is not ("http" or "https")) ? $"{Section}:{nameof(Endpoint)} is '{at}'. Write it as http://collector:4318 is."
        : TraceRatio is not (>= 0 and <= 1) ? $"{Section}:{nameof(TraceRatio)} is {TraceRatio}. It must be 0 to 1."
        : MetricsInterval < TimeSpan.FromSeconds(1) ? $"{Section}:{nameof(MetricsInterval)} is {MetricsInterval}. It must be a second or more."
        : null;
}
