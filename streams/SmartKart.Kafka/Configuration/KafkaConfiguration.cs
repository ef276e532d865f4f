using System.Collections.Immutable;
using System.Globalization;

namespace SmartKart.Kafka;

/// <summary>
/// The settings of one client, by librdkafka's names (<c>linger.ms</c>, <c>group.id</c>, …), which pass through as they are: librdkafka
/// checks names, values and ranges when the client opens. Immutable and thread-safe.
/// </summary>
public sealed class KafkaConfiguration
{
    private KafkaConfiguration(ImmutableSortedDictionary<string, string> settings, string? libraryPath) =>
        (Settings, LibraryPath) = (settings, libraryPath);

    /// <summary>No settings but librdkafka's defaults.</summary>
    public static KafkaConfiguration Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), libraryPath: null);

    /// <summary>What was set, by librdkafka's names.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; }

    internal string? LibraryPath { get; }

    /// <summary>The settings that the options stand for.</summary>
    /// <exception cref="KafkaConfigurationException">No broker is named.</exception>
    public static KafkaConfiguration From(KafkaOptions options)
    {
        var configuration = new KafkaConfiguration(Empty.Settings, options.LibraryPath)
            .With("client.id", options.ClientId)
            .With("security.protocol", options.SecurityProtocol)
            .With("statistics.interval.ms", ((long)options.StatisticsInterval.TotalMilliseconds).ToString(CultureInfo.InvariantCulture))
            .WithIfSet("bootstrap.servers", options.BootstrapServers)
            .WithIfSet("sasl.mechanism", options.SaslMechanism)
            .WithIfSet("sasl.username", options.SaslUsername)
            .WithIfSet("sasl.password", options.SaslPassword)
            .WithIfSet("ssl.ca.location", options.SslCaLocation);
        foreach (var (key, value) in options.Settings) configuration = configuration.With(key, value);
        return configuration.Settings.ContainsKey("bootstrap.servers") || configuration.Settings.ContainsKey("test.mock.num.brokers")
            ? configuration
            : throw new KafkaConfigurationException("bootstrap.servers",
                $"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)} names no broker. Set it to host:port of one.");
    }

    /// <summary>This configuration with one setting added or changed.</summary>
    /// <param name="key">librdkafka's name for it.</param>
    /// <param name="value">Its value, as text.</param>
    public KafkaConfiguration With(string key, string value) => new(Settings.SetItem(key, value), LibraryPath);

    /// <summary>This configuration with one setting added where it has none of that name.</summary>
    internal KafkaConfiguration WithDefault(string key, string value) => Settings.ContainsKey(key) ? this : With(key, value);

    private KafkaConfiguration WithIfSet(string key, string? value) => value is null ? this : With(key, value);
}
