namespace SmartKart.Broker.Network;

/// <summary>One port at which the broker takes clients.</summary>
public sealed record ListenerOptions
{
    /// <summary>What it is called in logs.</summary>
    public string Name { get; init; } = "plaintext";

    /// <summary>The address to listen at: an IP address, or <c>localhost</c>. Loopback unless set.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 takes any that is free. Kafka's 9092 unless set.</summary>
    public int Port { get; init; } = 9092;

    /// <summary>The name under which clients reach it, where that is another than <see cref="Host"/>.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>The port under which clients reach it, where that is another than <see cref="Port"/>.</summary>
    public int? AdvertisedPort { get; init; }
}
