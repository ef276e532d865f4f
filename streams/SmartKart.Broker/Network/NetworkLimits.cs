namespace SmartKart.Broker.Network;

/// <summary>What clients may take of the broker: with these, memory stays bounded whatever they do.</summary>
public sealed record NetworkLimits
{
    /// <summary>Longest request, in bytes without its length; Kafka's <c>socket.request.max.bytes</c>. 100 MiB unless set.</summary>
    public int MaxRequestBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>
    /// Bytes of requests held at a time, over all connections; Kafka's <c>queued.max.request.bytes</c>. Who comes later waits. At least
    /// <see cref="MaxRequestBytes"/>; 128 MiB unless set.
    /// </summary>
    public long RequestMemoryBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>How long a request may take from its first byte to its last; 30 s unless set.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may be silent; Kafka's <c>connections.max.idle.ms</c>. 10 minutes unless set.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Connections at a time; Kafka's <c>max.connections</c>. 20,000 unless set.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>Produce requests of one connection that wait for their fsync at a time; 64 unless set.</summary>
    public int MaxPendingProduces { get; init; } = 64;

    /// <summary>Bytes of records in one fetch response, the first batch aside; Kafka's <c>fetch.max.bytes</c>. 55 MiB unless set.</summary>
    public int MaxFetchBytes { get; init; } = 55 * 1024 * 1024;
}
