using System.Globalization;
using System.Text;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Producing;

/// <summary>
/// Where records go that a handler dead-letters: as they came, with headers that say what happened, named as Kafka's KIP-1034 has them.
/// Under exactly once they are part of the transaction.
/// </summary>
/// <param name="writer">The way to the dead-letter topic.</param>
/// <param name="time">What tells the time of the failure.</param>
internal sealed class DeadLetterQueue(ITopicWriter writer, TimeProvider time)
{
    public const string Topic = "__streams.errors.topic";
    public const string Partition = "__streams.errors.partition";
    public const string Offset = "__streams.errors.offset";
    public const string ExceptionType = "__streams.errors.exception";
    public const string Message = "__streams.errors.message";
    public const string StackTrace = "__streams.errors.stacktrace";

    /// <summary>When it failed, ISO 8601. Not one of the KIP's.</summary>
    public const string Time = "__streams.errors.time";

    public void Send(FailedRecord record, Exception fault)
    {
        var headers = record.Headers
            .With(ExceptionType, Text(fault.GetType().FullName))
            .With(Message, Text(fault.Message))
            .With(StackTrace, Text(fault.StackTrace))
            .With(Topic, Text(record.Topic))
            .With(Partition, Text(record.Partition.ToString(CultureInfo.InvariantCulture)))
            .With(Offset, Text(record.Offset.ToString(CultureInfo.InvariantCulture)))
            .With(Time, Text(time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)));
        writer.Send(record.Key is { } key ? key.Span : default, record.Value is { } value ? value.Span : default, partition: -1, Math.Max(record.TimestampMs, 0), headers);
    }

    private static ReadOnlyMemory<byte>? Text(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
