using SmartKart.Schemas;
using SmartKart.Warehouse;

namespace SmartKart.Backfill.Histories.Mapping.Reading;

/// <summary>
/// Reads what each field of an event is made from. A text is the name of a column; keys say more: <c>column</c>, <c>constant</c> or <c>expression</c>, and
/// how to read it. A field of the contract's record type has that record's fields for keys; a list has its items.
/// </summary>
/// <param name="faults">Takes what is wrong.</param>
/// <param name="zone">Whose clock times without a zone were read from, unless a field says otherwise.</param>
internal sealed class FieldReader(List<MappingFault> faults, string zone)
{
    private const string EventId = "event_id";
    private static readonly string[] Sources = ["column", "constant", "expression"];
    private static readonly string[] Keys = [.. Sources, "values", "format", "unit", "zone"];
    private static readonly string[] Units = ["s", "ms", "us"];

    /// <summary>The event itself, whose id follows from its row where the mapping names none.</summary>
    public MappedRecord Event(KeysNode fields, RecordSchema schema) => Record(fields, schema, "", isEvent: true);

    private MappedRecord Record(KeysNode fields, RecordSchema schema, string path, bool isEvent = false)
    {
        foreach (var (key, _) in fields.Entries)
            if (schema.Field(key.Text) is null)
                Fault(key.At, Join(path, key.Text),
                    $"{schema.Name.Name} has no such field. Its fields are {string.Join(", ", schema.Fields.Select(each => each.Name))}.");
        var mapped = new FieldMapping?[schema.Fields.Count];
        foreach (var field in schema.Fields)
        {
            var here = Join(path, field.Name);
            if (fields.Find(field.Name) is { } value) mapped[field.Index] = Value(value, field.Schema, here);
            else if (isEvent && field.Name == EventId) mapped[field.Index] = new MappedEventId(fields.At, here);
            else if (field.Default is null)
                Fault(fields.At, here, "the contract wants this field, and it is not mapped. "
                    + $"Write '{field.Name}: <a column>', or '{field.Name}: {{constant: …}}'.");
        }
        return new MappedRecord(fields.At, path, schema, mapped);
    }

    private FieldMapping? Value(MappingNode node, AvroSchema declared, string path)
    {
        var schema = declared is UnionSchema union ? union.Branches.First(branch => branch.Type != AvroType.Null) : declared;
        switch (schema, node)
        {
            case (RecordSchema record, KeysNode keys):
                return Record(keys, record, path);
            case (ArraySchema array, ListNode list):
                return new MappedList(list.At, path, [.. list.Items.Select(item => Value(item, array.Items, path)).OfType<FieldMapping>()]);
            case (RecordSchema, _):
                return Fault(node.At, path, "this is a record. Write its fields, as '{field: column, …}'.");
            case (ArraySchema, _):
                return Fault(node.At, path, "this is a list. Write its items, as '[{field: column, …}]' or '[column, …]'.");
            case (MapSchema or FixedSchema or { Type: AvroType.Bytes, Logical: null }, _):
                return Fault(node.At, path, "a field of this kind can't be mapped. Leave it out.");
            case (_, TextNode { Text.Length: > 0 } column):
                return new MappedValue(node.At, path, schema, SqlText.Identifier(column.Text), SqlText.Identifier(column.Text), Format: null, Unit: null, zone);
            case (_, KeysNode keys):
                return Value(keys, schema, path);
            default:
                return Fault(node.At, path, "a column's name is wanted here, or '{constant: …}' or '{expression: …}'.");
        }
    }

    private MappedValue? Value(KeysNode keys, AvroSchema schema, string path)
    {
        foreach (var (key, _) in keys.Entries)
            if (!Keys.Contains(key.Text)) Fault(key.At, Join(path, key.Text), $"there is no such key. The keys are {string.Join(", ", Keys)}.");
        var named = keys.Entries.Where(entry => Sources.Contains(entry.Key.Text)).ToArray();
        if (named.Length != 1 || named[0].Value is not TextNode source)
        {
            Fault(keys.At, path, "a value comes from one of column, constant and expression. Write one of them, as a text.");
            return null;
        }
        var sql = named[0].Key.Text switch
        {
            "column" => SqlText.Identifier(source.Text),
            "constant" => SqlText.Literal(source.Text),
            _ => $"({source.Text})",
        };
        var unit = Text(keys, "unit", path);
        if (unit is not null && !Units.Contains(unit))
            Fault(keys.Find("unit")!.At, Join(path, "unit"), $"'{unit}' is no unit of time. Write {string.Join(", ", Units)}.");
        var isTime = schema.Logical?.Kind is LogicalKind.TimestampMicros or LogicalKind.TimestampMillis or LogicalKind.Date;
        foreach (var key in (string[])["unit", "format", "zone"])
            if (!isTime && keys.Find(key) is { } misplaced) Fault(misplaced.At, Join(path, key), "this field is no time. Leave the key out.");
        return new MappedValue(keys.At, path, schema, sql, Translated(keys, sql, path), Text(keys, "format", path), unit, Text(keys, "zone", path) ?? zone);
    }

    // What the table says, as what the contract says; what isn't among the values is none of them.
    private string Translated(KeysNode keys, string sql, string path)
    {
        switch (keys.Find("values"))
        {
            case null:
                return sql;
            case KeysNode { Entries.Count: > 0 } values when values.Entries.All(entry => entry.Value is TextNode):
                var cases = values.Entries.Select(entry => $"WHEN {SqlText.Literal(entry.Key.Text)} THEN {SqlText.Literal(((TextNode)entry.Value).Text)}");
                return $"(CASE trim(({sql})::VARCHAR) {string.Join(' ', cases)} END)";
            case var wrong:
                Fault(wrong.At, Join(path, "values"), "the table's values and the contract's are wanted here. Write, for example, '{pv: view, fav: like}'.");
                return sql;
        }
    }

    private string? Text(KeysNode keys, string key, string path)
    {
        if (keys.Find(key) is not { } value) return null;
        if (value is TextNode { Text.Length: > 0 } text) return text.Text;
        Fault(value.At, Join(path, key), "one text is wanted here. Write it plainly, or leave the key out.");
        return null;
    }

    private FieldMapping? Fault(MappingPosition at, string path, string problem)
    {
        faults.Add(new MappingFault(at, $"fields.{path}", problem));
        return null;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
