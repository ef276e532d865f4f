namespace SmartKart.Prometheus;

/// <summary>Where a process serves its page: the section <c>Metrics</c> of the configuration.</summary>
public sealed record MetricsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Metrics";

    /// <summary>The port that <c>smartkart up</c> serves its page at unless told otherwise: what exporters for Prometheus usually take.</summary>
    public const int UsualPort = 9464;

    /// <summary>The address; loopback unless set.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port, 0 for any that is free; unset, the program chooses.</summary>
    public int? Port { get; init; }

    /// <returns>What is wrong, with the key to change; null where nothing is.</returns>
    internal string? Fault() =>
        Port is < 0 or > ushort.MaxValue ? $"{Section}:{nameof(Port)} is {Port}. It must be 0 to {ushort.MaxValue}."
        : Host != "localhost" && !System.Net.IPAddress.TryParse(Host, out _) ? $"{Section}:{nameof(Host)} is '{Host}', which is neither an IP address nor localhost."
        : null;
}
