using System.Buffers;
using SmartKart.FeatureStore.Events;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas;
using SmartKart.Schemas.Registry;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Features.Rows;

/// <summary>
/// Reads each event of a topic once for all views of it, and gives its rows to their groups. What is wrong with an event is found before its first row
/// goes on: it counts for every view or for none. Hot path: per event.
/// </summary>
internal sealed class EventReader(FeatureGroup[] groups, SchemaRegistryClient registry) : IProcessor<RawBytes, RawBytes, RawBytes, EventRow>
{
    private readonly ViewPlan[] _views = [.. groups.SelectMany(group => group.Views)];
    private readonly EventRules _rules = EventRules.Of(groups[0].Topic);        // all are of one topic
    private readonly Dictionary<SchemaId, RowReader> _readers = [];
    private readonly EventRow _row = new();
    private readonly ArrayBufferWriter<byte> _key = new(256);
    private IProcessorContext<RawBytes, EventRow>? _context;
    private SchemaId _lastId = new(-1);
    private RowReader? _lastReader;

    public void Init(IProcessorContext<RawBytes, EventRow> context) => _context = context;

    public void Process(in Record<RawBytes, RawBytes> record)
    {
        if (record.IsTombstone) return;     // says that a key is gone, and is no event
        var message = record.Value.Span;
        var reader = ReaderOf(ConfluentFrame.ReadHeader(message));
        _rules.Check(reader.Read(message[ConfluentFrame.HeaderBytes..]), record.TimestampMs);
        foreach (var rows in reader.Rows)
        {
            for (var at = 0; at < rows.Count; at++) Check(rows.At(at), rows.Each, record.TimestampMs);
        }
        foreach (var rows in reader.Rows)
        {
            for (var at = 0; at < rows.Count; at++) Forward(rows.At(at), rows.Each, record.TimestampMs);
        }
        record.Key?.Return();
        record.Value.Return();
    }

    // What a contract has no rule for, and a view reads as its key or its time.
    private void Check(Scalar[] row, string? each, long loggedAtMs)
    {
        foreach (var group in groups)
        {
            if (group.Each != each || !HasKey(group, row)) continue;
            EventRules.CheckTime(group.Topic.Name, group.Row.Fields[group.TimestampPlace].Name, row[group.TimestampPlace].Timestamp, loggedAtMs);
            for (var part = 0; part < group.KeyPlaces.Length; part++)
            {
                if (group.IsTextKey[part] && row[group.KeyPlaces[part]].String!.Length is > EventChecks.MaxIdLength and var length)      // it isn't NULL
                    throw UnusableEventException.BadId(group.Topic.Name, group.Row.Fields[group.KeyPlaces[part]].Name, length);
            }
        }
    }

    private void Forward(Scalar[] row, string? each, long timestampMs)
    {
        foreach (var group in groups)
        {
            if (group.Each != each || !HasKey(group, row)) continue;
            _key.ResetWrittenCount();
            EntityKey.Write(group, row, _key);
            var key = RawBytes.CopyOf(_key.WrittenSpan);
            _context!.Forward(new Record<RawBytes, EventRow>(key, _row.Of(group, row), timestampMs));       // it was initialised
            key.Return();
        }
    }

    private static bool HasKey(FeatureGroup group, Scalar[] row)
    {
        if (row[group.TimestampPlace].IsNull) return false;
        for (var part = 0; part < group.KeyPlaces.Length; part++)
        {
            if (row[group.KeyPlaces[part]].IsNull) return false;
        }
        return true;
    }

    private RowReader ReaderOf(SchemaId id)
    {
        if (id == _lastId) return _lastReader!;     // set together
        if (!_readers.TryGetValue(id, out var reader))
        {
            // Once per schema that wrote something: a topology's thread is its own, and has nothing to do until it can read on.
            reader = TopicRows.Compile(registry.GetSchemaAsync(id).AsTask().GetAwaiter().GetResult(), _views).NewReader();
            _readers.Add(id, reader);
        }
        (_lastId, _lastReader) = (id, reader);
        return reader;
    }
}
