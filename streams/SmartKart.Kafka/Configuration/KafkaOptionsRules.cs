using Microsoft.Extensions.Options;

namespace SmartKart.Kafka;

/// <summary>What <see cref="KafkaOptions"/> must be for a client to open; each message begins with its key and ends with the remedy.</summary>
internal sealed class KafkaOptionsRules : IValidateOptions<KafkaOptions>
{
    private static readonly string[] Protocols = ["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"];
    private static readonly string[] Mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

    // librdkafka's own bound of statistics.interval.ms.
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        string[] faults = [.. Faults(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(KafkaOptions options)
    {
        if (!options.Settings.ContainsKey("bootstrap.servers") && !options.Settings.ContainsKey("test.mock.num.brokers"))
        {
            if (string.IsNullOrWhiteSpace(options.BootstrapServers))
                yield return Bad(nameof(options.BootstrapServers), "names no broker", "Set it to host:port of one.");
            else if (options.BootstrapServers.Split(',').FirstOrDefault(each => !IsAddress(each.Trim())) is { } wrong)
                yield return Bad(nameof(options.BootstrapServers), $"has '{wrong.Trim()}', which is no address", "Write host:port, with commas between several.");
        }
        if (string.IsNullOrWhiteSpace(options.ClientId))
            yield return Bad(nameof(options.ClientId), "is empty", "Name the program, or leave the key out.");
        if (!Protocols.Contains(options.SecurityProtocol, StringComparer.OrdinalIgnoreCase))
            yield return Bad(nameof(options.SecurityProtocol), $"is '{options.SecurityProtocol}'", $"Set one of {string.Join(", ", Protocols)}.");
        if (options.SaslMechanism is { } mechanism && !Mechanisms.Contains(mechanism, StringComparer.Ordinal))
            yield return Bad(nameof(options.SaslMechanism), $"is '{mechanism}'", $"Set one of {string.Join(", ", Mechanisms)}.");
        if (options.SecurityProtocol.StartsWith("sasl", StringComparison.OrdinalIgnoreCase))
        {
            if (options.SaslMechanism is null)
                yield return Bad(nameof(options.SaslMechanism), $"is not set, and {options.SecurityProtocol} needs one", $"Set one of {string.Join(", ", Mechanisms)}.");
            if (string.IsNullOrEmpty(options.SaslUsername) || string.IsNullOrEmpty(options.SaslPassword))
                yield return Bad(nameof(options.SaslUsername), $"or {KafkaOptions.Section}:{nameof(options.SaslPassword)} is not set, and {options.SecurityProtocol} needs both", "Set them.");
        }
        if (options.SslCaLocation is { } authorities && !File.Exists(authorities))
            yield return Bad(nameof(options.SslCaLocation), $"is {authorities}, where there is no file", "Name the file, or leave the key out to trust the system's authorities.");
        if (options.AdminTimeout < TimeSpan.FromMilliseconds(1) || options.AdminTimeout > AdminClient.LongestTimeout)
            yield return Bad(nameof(options.AdminTimeout), $"is {options.AdminTimeout}", $"Set it between 1 millisecond and {AdminClient.LongestTimeout.TotalHours} hour.");
        if (options.StatisticsInterval < TimeSpan.Zero || options.StatisticsInterval > LongestInterval)
            yield return Bad(nameof(options.StatisticsInterval), $"is {options.StatisticsInterval}", $"Set it between 0 and {LongestInterval.TotalHours} hours.");
    }

    // A name or an IPv4 address, with a port unless it is 9092, an IPv6 address in brackets, or either behind librdkafka's proto://.
    private static bool IsAddress(string text) =>
        Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "kafka://" + text, UriKind.Absolute, out var parsed)
        && parsed.Host.Length > 0 && parsed.Port is -1 or > 0 && parsed.AbsolutePath is "" or "/" && parsed.UserInfo.Length == 0;

    private static string Bad(string key, string problem, string remedy) => $"{KafkaOptions.Section}:{key} {problem}. {remedy}";
}
