using SmartKart.Broker.Security;

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

    /// <summary>How it is encrypted; null, the default, for plaintext.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>Whom it lets in; null, the default, for anyone. Kafka's protocol only: the registry has users of its own.</summary>
    public SaslOptions? Sasl { get; init; }

    /// <param name="key">The key of these options.</param>
    /// <returns>What is wrong, with the key to change; null where nothing is.</returns>
    internal string? Fault(string key) =>
        Port is < 0 or > ushort.MaxValue ? $"{key}:{nameof(Port)} of '{Name}' is {Port}. It may be 0 to {ushort.MaxValue}."
        : Tls?.Fault($"{key}:{nameof(Tls)}") ?? Sasl?.Fault($"{key}:{nameof(Sasl)}");
}
