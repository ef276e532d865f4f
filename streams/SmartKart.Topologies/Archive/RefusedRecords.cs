using System.Buffers;
using SmartKart.Kafka;
using SmartKart.Streams;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Archive;

/// <summary>
/// Records that a run can't keep, on their way to <c>dead_letters</c>. They are sent before the run counts, so none is lost; a run that is cut off between
/// is done again, and sends them again with the same ids (<see cref="EventDeadLetters"/>).
/// </summary>
internal sealed class RefusedRecords(KafkaConfiguration kafka, EventDeadLetters format, string applicationId, string topic, TimeProvider clock)
{
    private static readonly string LargestLetter = Schemas.Catalogue.Topic.DeadLetterBytesMax.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private readonly ArrayBufferWriter<byte> _key = new();
    private readonly ArrayBufferWriter<byte> _value = new();
    private ProducerBatch _batch = new(topic);

    /// <summary>Records refused since they were last sent.</summary>
    public int Count { get; private set; }

    /// <summary>Takes one over.</summary>
    /// <param name="record">The record.</param>
    /// <param name="fault">What is wrong with it.</param>
    public void Add(ConsumedRecord record, Exception fault)
    {
        List<Header> headers = [];
        foreach (var header in record.Headers)
            headers.Add(new Header(System.Text.Encoding.UTF8.GetString(header.Name), header.IsNull ? null : header.Value.ToArray()));
        var failed = new FailedRecord(
            record.Topic, record.Partition, record.Offset, record.TimestampMs, new TaskId(0, record.Partition), "archive",
            record.HasKey ? record.Key.ToArray() : null, record.IsTombstone ? null : record.Value.ToArray(), Headers.Of([.. headers]));
        _key.ResetWrittenCount();
        _value.ResetWrittenCount();
        format.Write(failed, fault, new DeadLetterOrigin(applicationId, clock.GetUtcNow()), _key, _value);
        _batch.Add(_key.WrittenSpan, _value.WrittenSpan);
        Count++;
    }

    /// <summary>Sends them, and waits until the cluster has them.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="KafkaException">It does not take them.</exception>
    public int Send(CancellationToken cancellation)
    {
        if (Count == 0) return 0;
        using (var producer = BatchProducer.Open(kafka.With("message.max.bytes", LargestLetter)))
        {
            producer.Send(_batch, cancellation);
            producer.Flush(cancellation);
        }
        _batch = new ProducerBatch(topic);
        var sent = Count;
        Count = 0;
        return sent;
    }
}
