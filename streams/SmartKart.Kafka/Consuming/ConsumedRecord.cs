using System.Diagnostics;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// One record, where librdkafka left it: the spans are valid until its <see cref="RecordBatch"/> is disposed. Hot path: per record.
/// </summary>
public readonly unsafe ref struct ConsumedRecord
{
    private readonly NativeMessage* _message;

    internal ConsumedRecord(NativeMessage* message, string topic)
    {
        _message = message;
        Topic = topic;
    }

    /// <summary>Its topic.</summary>
    public string Topic { get; }

    /// <summary>Its partition, from 0.</summary>
    public int Partition => _message->Partition;

    /// <summary>Its offset.</summary>
    public long Offset => _message->Offset;

    /// <summary>It has a key, which may be empty.</summary>
    public bool HasKey => _message->Key != null;

    /// <summary>Its key; empty where it has none.</summary>
    public ReadOnlySpan<byte> Key => new(_message->Key, (int)_message->KeyBytes);

    /// <summary>It has no value: what compaction takes for a deletion.</summary>
    public bool IsTombstone => _message->Payload == null;

    /// <summary>Its value; empty for a tombstone.</summary>
    public ReadOnlySpan<byte> Value => new(_message->Payload, (int)_message->PayloadBytes);

    /// <summary>Milliseconds since 1970, UTC; -1 where it has none.</summary>
    public long TimestampMs => ConsumerApi.Timestamp(_message, out _);

    /// <summary>Whether its producer or the broker gave the timestamp.</summary>
    public TimestampKind TimestampKind
    {
        get
        {
            _ = ConsumerApi.Timestamp(_message, out var kind);
            return (TimestampKind)kind;
        }
    }

    /// <summary>The epoch of the leader that wrote it; -1 where it is not known.</summary>
    public int LeaderEpoch => ConsumerApi.LeaderEpoch(_message);

    /// <summary>Its headers, in order.</summary>
    public RecordHeaders Headers
    {
        get
        {
            var code = ClientApi.MessageHeaders(_message, out var headers);
            Debug.Assert(code == 0 || (KafkaErrorCode)code == KafkaErrorCode.NotFound, "rd_kafka_message_headers fails only where there are none");
            return new RecordHeaders(code == 0 ? headers : 0);
        }
    }
}

/// <summary>Who gave a record its timestamp.</summary>
public enum TimestampKind
{
    /// <summary>It has none.</summary>
    None = 0,

    /// <summary>Its producer: the event's time, where that was given.</summary>
    Created = 1,

    /// <summary>The broker, as it appended the record.</summary>
    Appended = 2,
}
