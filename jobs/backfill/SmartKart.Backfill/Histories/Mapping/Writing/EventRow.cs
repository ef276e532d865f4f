using SmartKart.Backfill.Replay;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Mapping.Writing;

/// <summary>Makes an event of a row: its fields are written as Avro, and read as the topic's generated record. Hot path: per row.</summary>
/// <param name="topic">The topic.</param>
/// <param name="record">Writes the event.</param>
internal sealed class EventRow(Topic topic, RecordWriter record)
{
    private readonly IEventDecoder _decoder = Decoder(topic);
    private byte[] _avro = new byte[4096];

    /// <summary>A row's event, or why it is none.</summary>
    public (HistoryEvent? Event, RowOutcome? Rejected) Read(DataChunk chunk, int row)
    {
        var bound = record.MaxBytes(chunk, row);
        if (bound > _avro.Length) _avro = new byte[Math.Max(bound, 2 * _avro.Length)];
        var writer = new AvroWriter(_avro);
        return record.Write(ref writer, chunk, row) is { } rejected ? (null, rejected) : (_decoder.Decode(_avro.AsSpan(0, writer.Position)), null);
    }

    // The generated record of a schema has its name, in the namespace of all of them.
    private static IEventDecoder Decoder(Topic topic)
    {
        var known = typeof(Schemas.Events.Clickstream);
        var name = $"{known.Namespace}.{topic.ValueSchema[(topic.ValueSchema.LastIndexOf('.') + 1)..]}";
        var generated = known.Assembly.GetType(name, throwOnError: true)!;
        return (IEventDecoder)Activator.CreateInstance(typeof(EventDecoder<>).MakeGenericType(generated), topic)!;
    }

    private interface IEventDecoder
    {
        HistoryEvent Decode(ReadOnlySpan<byte> avro);
    }

    private sealed class EventDecoder<TEvent>(Topic topic) : IEventDecoder where TEvent : class, IAvroRecord<TEvent>
    {
        private readonly EventFields<TEvent> _fields = new(topic);

        public HistoryEvent Decode(ReadOnlySpan<byte> avro)
        {
            var value = TEvent.Decode(avro);
            return new HistoryEvent<TEvent>(topic.Name, _fields.OccurredAt(value), value);
        }
    }
}
