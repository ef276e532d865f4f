using SmartKart.Backfill.Histories.Files;
using SmartKart.Schemas;
using SmartKart.Warehouse;

namespace SmartKart.Backfill.Histories.Mapping.Writing;

/// <summary>
/// A mapping, worked out for one table: the columns that its query must have, and what writes an event from them.
/// </summary>
internal sealed class EventPlan
{
    private const string OccurredAt = "occurred_at";

    private readonly MappingQuery _query;
    private readonly string _prefix;
    private readonly string _idScope;
    private readonly TimeSpan _shift;
    private readonly EventMapping _mapping;

    /// <param name="mapping">The mapping.</param>
    /// <param name="query">Takes the columns.</param>
    /// <param name="prefix">Tells this mapping's outcomes from those of others; empty where it is the only one.</param>
    /// <param name="content">The hash of the table's content, by which ids that follow from a row's place tell files apart.</param>
    /// <param name="shift">How much later everything happens than the table says.</param>
    public EventPlan(EventMapping mapping, MappingQuery query, string prefix, string content, TimeSpan shift)
    {
        (_mapping, _query, _prefix, _shift) = (mapping, query, prefix, shift);
        _idScope = mapping.IdColumns.Count > 0 ? mapping.Topic.Name : $"{content}/{mapping.Topic.Name}";
        Event = new EventRow(mapping.Topic, Record(mapping.Root));
        Accepted = new RowOutcome($"{prefix}{mapping.Topic.Name}", [mapping.Topic.Name], $"an event of {mapping.Topic.Name}, by the mapping");
        OccurredAtColumn = _occurredAt ?? throw new InvalidOperationException($"{mapping.Topic.Name} has no {OccurredAt}, and every contract has one.");
    }

    /// <summary>Writes an event.</summary>
    public EventRow Event { get; }

    /// <summary>What a row becomes that the mapping takes, and that nothing is wrong with.</summary>
    public RowOutcome Accepted { get; }

    /// <summary>The query's column of the event's time.</summary>
    public string OccurredAtColumn { get; }

    private string? _occurredAt;

    private RecordWriter Record(MappedRecord record)
    {
        var writers = new FieldWriter[record.Schema.Fields.Count];
        foreach (var field in record.Schema.Fields)
        {
            // A field without either is a fault of the mapping, told when it was read.
            var absent = FieldDefault.WriterOf(field);
            writers[field.Index] = record.Fields[field.Index] is { } mapped ? Field(mapped, field.Schema, absent) : absent!;
        }
        return new RecordWriter(writers);
    }

    private FieldWriter Field(FieldMapping mapping, AvroSchema declared, DefaultWriter? absent)
    {
        int? branch = declared is UnionSchema union
            ? Enumerable.Range(0, union.Branches.Count).First(each => union.Branches[each].Type != AvroType.Null)
            : null;
        var schema = branch is { } taken ? ((UnionSchema)declared).Branches[taken] : declared;
        FieldWriter? writer = mapping switch
        {
            MappedRecord record => Record(record),
            MappedList list => new ListWriter([.. list.Items.Select(item => Field(item, ((ArraySchema)schema).Items, absent: null))]),
            MappedEventId => new EventIdWriter(_idScope, _query.Add(_mapping.IdColumns.Count > 0 ? IdText : TabularFile.RowNumber).Index),
            _ => null,
        };
        if (writer is not null) return branch is { } other ? new BranchWriter(other, writer) : writer;

        var value = (MappedValue)mapping;
        var domain = FieldDomain.Of(value.Path);
        var (column, state) = _query.Add(value, domain);
        if (value.Path == OccurredAt) _occurredAt = column.Name;
        return new ValueWriter(value, column.Index, state.Index, _shift, absent, branch, ValueRejections.Of(_prefix, value, domain));
    }

    // A unit separator, which no sane value holds, parts the values.
    private string IdText => $"concat({string.Join(", chr(31), ", _mapping.IdColumns.Select(id => $"coalesce({SqlText.Identifier(id.Text)}::VARCHAR, '')"))})";
}
