using System.Buffers;
using System.Globalization;
using System.Text;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Schemas.Registry;
using SmartKart.Streams;

namespace SmartKart.Topologies.Events;

/// <summary>Writes records that failed as <c>dead_letters</c> events: whole, with where they stood and why. Thread safe.</summary>
public sealed class EventDeadLetters : IDeadLetterFormat
{
    private readonly AvroSerializer<DeadLetter> _writer;

    private EventDeadLetters(AvroSerializer<DeadLetter> writer) => _writer = writer;

    /// <summary>Makes it, with the contract under its subject in the registry.</summary>
    /// <exception cref="SchemaRegistryException">The registry doesn't answer, or refuses the contract.</exception>
    public static async Task<EventDeadLetters> RegisterAsync(SchemaRegistryClient registry, CancellationToken cancel = default)
    {
        var topic = TopicCatalog.Shipped[Topics.DeadLetters];
        var subject = SubjectNames.Of(SubjectNameStrategy.TopicName, topic.Name, MessagePart.Value, EventSchemas.Shipped.Of(topic));
        return new EventDeadLetters(await AvroSerializer<DeadLetter>.RegisterAsync(registry, subject, cancel));
    }

    /// <inheritdoc/>
    public void Write(FailedRecord record, Exception exception, DeadLetterOrigin letter, IBufferWriter<byte> key, IBufferWriter<byte> value)
    {
        key.Write(Encoding.UTF8.GetBytes(record.Topic));
        _writer.Append(Of(record, exception, letter), value);
    }

    private static DeadLetter Of(FailedRecord record, Exception exception, DeadLetterOrigin letter) => new()
    {
        EventId = IdOf(record, letter.ApplicationId),
        OccurredAt = letter.At,
        SourceTopic = record.Topic,
        SourcePartition = record.Partition,
        SourceOffset = record.Offset,
        SourceTimestamp = record.TimestampMs < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs),
        Key = record.Key?.ToArray(),
        Value = record.Value?.ToArray(),
        Headers = [.. record.Headers.Select(header => new RecordHeader { Name = header.Name, Value = header.Value?.ToArray() })],
        Stage = StageOf(record, exception),
        Application = letter.ApplicationId,
        Operator = record.Node,
        ExceptionClass = exception.GetType().FullName ?? exception.GetType().Name,
        ExceptionMessage = exception.Message,
        StackTrace = exception.ToString(),
    };

    // Whoever gives up on a record twice, as after a crash, writes the same letter twice. A record that failed before it had an offset is a new one each time.
    private static Guid IdOf(FailedRecord record, string application) => record.Offset < 0
        ? Guid.NewGuid()
        : DerivedEventId.Of(Topics.DeadLetters, string.Create(
            CultureInfo.InvariantCulture, $"{record.Topic}/{record.Partition}/{record.Offset}/{record.TimestampMs}/{application}"));

    private static FailureStage StageOf(FailedRecord record, Exception exception) => exception switch
    {
        UnusableEventException or EventRuleException => FailureStage.Validation,
        SchemaException => FailureStage.Deserialization,
        _ => record.Offset < 0 ? FailureStage.Production : FailureStage.Processing,
    };
}
