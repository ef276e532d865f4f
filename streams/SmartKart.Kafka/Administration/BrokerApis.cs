using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SmartKart.Kafka;

/// <summary>
/// What a cluster's brokers say that they speak. librdkafka goes by it, and has no call that tells it on: with an older broker a member
/// of the consumer protocol looks for its coordinator for ever, and is told nothing. Its log says it, line by line.
/// </summary>
public static partial class BrokerApis
{
    private const int NeededVersion = 1; // the one that librdkafka 2.15 sends, in which the member names itself (KIP-1082)

    /// <summary>Whether groups can be of the consumer protocol (KIP-848): Apache Kafka 4.0 and later.</summary>
    /// <param name="kafka">Where the cluster is.</param>
    /// <param name="logger">Where librdkafka's log goes; null drops it.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public static async Task<bool> SpeakConsumerProtocolAsync(KafkaConfiguration kafka, ILogger? logger = null, CancellationToken cancellation = default)
    {
        var lines = new Lines(logger ?? NullLogger.Instance);
        using var admin = KafkaAdmin.Open(kafka.With("debug", "feature"), logger: lines);
        _ = await admin.DescribeClusterAsync(cancellation); // a broker that answers has said before what it speaks
        return lines.Heartbeats.Any(versions => versions.Least <= NeededVersion && NeededVersion <= versions.Greatest);
    }

    [GeneratedRegex(@"ApiKey ConsumerGroupHeartbeat \(68\) Versions (?<least>\d+)\.\.(?<greatest>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Heartbeat();

    private sealed class Lines(ILogger logger) : ILogger
    {
        public ConcurrentQueue<(int Least, int Greatest)> Heartbeats { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel > LogLevel.Debug) logger.Log(logLevel, eventId, state, exception, formatter); // the others were asked for here alone
            else if (Heartbeat().Match(formatter(state, exception)) is { Success: true } found)
                Heartbeats.Enqueue((Number(found, "least"), Number(found, "greatest")));
        }

        private static int Number(Match found, string name) => int.Parse(found.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
    }
}
