using System.Buffers;
using System.Globalization;
using System.Text;

namespace SmartKart.Streams.Tasks;

/// <summary>A record that failed, as it goes to the dead-letter topic: key, value and headers as they came, and headers that say what happened.</summary>
/// <remarks>The headers' names are those of Kafka Streams (KIP-1034); the time is ours.</remarks>
internal static class DeadLetter
{
    private static readonly byte[] One = new byte[1];

    /// <summary>Sends failed records to a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="applicationId">Who gives up on them.</param>
    /// <param name="time">Tells when.</param>
    /// <param name="format">How they are written; null: as they came.</param>
    public static Action<FailedRecord, Exception> SenderTo(ITopicWriter topic, string applicationId, TimeProvider time, IDeadLetterFormat? format)
    {
        if (format is null)
        {
            return (record, fault) =>
            {
                topic.Send(Span(record.Key), Span(record.Value), partition: -1, Math.Max(record.TimestampMs, 0), HeadersOf(record, fault, time.GetUtcNow()));
                StreamsMetrics.DeadLettered(applicationId, record.Topic);
            };
        }
        return (record, fault) =>
        {
            var (key, value, now) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>(), time.GetUtcNow());
            format.Write(record, fault, new DeadLetterOrigin(applicationId, now), key, value);
            topic.Send(key.WrittenSpan, value.WrittenSpan, partition: -1, now.ToUnixTimeMilliseconds(), headers: null);
            StreamsMetrics.DeadLettered(applicationId, record.Topic);
        };
    }

    private static Headers HeadersOf(FailedRecord record, Exception fault, DateTimeOffset now) => Headers.Of([
        .. record.Headers,
        Text("exception", fault.GetType().FullName ?? fault.GetType().Name),
        Text("message", fault.Message),
        Text("stacktrace", fault.ToString()),
        Text("topic", record.Topic),
        Text("partition", record.Partition.ToString(CultureInfo.InvariantCulture)),
        Text("offset", record.Offset.ToString(CultureInfo.InvariantCulture)),
        Text("node", record.Node),
        Text("task", record.Task.ToString()),
        Text("time", now.ToString("O", CultureInfo.InvariantCulture)),
    ]);

    private static Header Text(string name, string value) => new($"__streams.errors.{name}", Encoding.UTF8.GetBytes(value));

    // What is empty must not become what is not there: a span over an empty array would.
    private static ReadOnlySpan<byte> Span(ReadOnlyMemory<byte>? bytes) => bytes switch
    {
        null => default,
        { IsEmpty: true } => One.AsSpan(0, 0),
        { } some => some.Span,
    };
}
