namespace SmartKart.Kafka;

/// <summary>Where Kafka is and how to get in: the section <c>Kafka</c> of the configuration.</summary>
public sealed record KafkaOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Kafka";

    /// <summary><c>host:port</c> of one or more brokers, separated by commas. Unset, the platform starts its embedded broker.</summary>
    public string? BootstrapServers { get; init; }

    /// <summary>How this program calls itself to the broker; <c>smartkart</c> unless set.</summary>
    public string ClientId { get; init; } = "smartkart";

    /// <summary><c>plaintext</c> (the default), <c>ssl</c>, <c>sasl_plaintext</c> or <c>sasl_ssl</c>.</summary>
    public string SecurityProtocol { get; init; } = "plaintext";

    /// <summary><c>PLAIN</c>, <c>SCRAM-SHA-256</c> or <c>SCRAM-SHA-512</c>; null without SASL.</summary>
    public string? SaslMechanism { get; init; }

    /// <summary>The user for SASL.</summary>
    public string? SaslUsername { get; init; }

    /// <summary>The user's password.</summary>
    public string? SaslPassword { get; init; }

    /// <summary>A file with the certificates of the authorities to trust; null trusts the system's.</summary>
    public string? SslCaLocation { get; init; }

    /// <summary>How long a call of <see cref="KafkaAdmin"/> may take, 1 ms to 1 h; 30 s unless set.</summary>
    public TimeSpan AdminTimeout { get; init; } = KafkaAdmin.DefaultTimeout;

    /// <summary>How often librdkafka's statistics become metrics; 10 s unless set, zero for never.</summary>
    public TimeSpan StatisticsInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The file <c>librdkafka.so.1</c>; null, the default, looks for it under the folder in <c>SMARTKART_NATIVE</c>, then under
    /// <c>deploy/local/native</c> of the repository. A process loads one.
    /// </summary>
    public string? LibraryPath { get; init; }

    /// <summary>librdkafka's own settings by its names, for every client; they win over those above.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
