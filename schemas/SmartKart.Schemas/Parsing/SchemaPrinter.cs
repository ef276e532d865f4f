using System.Text;

namespace SmartKart.Schemas;

/// <summary>Schema → JSON on one line, with everything that was written: docs, aliases, defaults, logical types, properties.</summary>
/// <param name="text">Takes the JSON.</param>
/// <param name="elsewhere">Full names of types that are not written out, not even once.</param>
internal sealed class SchemaPrinter(StringBuilder text, IEnumerable<string> elsewhere)
{
    private readonly HashSet<string> _written = new(elsewhere, StringComparer.Ordinal);

    /// <summary>Appends the schema.</summary>
    /// <param name="schema">What to print.</param>
    /// <param name="space">The namespace that applies where it stands.</param>
    public void Print(AvroSchema schema, string space = "")
    {
        if (schema is UnionSchema union)
        {
            List('[', union.Branches, branch => Print(branch, space), ']');
        }
        else if (schema is NamedSchema named && !_written.Add(named.FullName))
        {
            JsonValue.PrintString(text, named.FullName);
        }
        else if (schema is PrimitiveSchema { Logical: null, Properties.Count: 0 })
        {
            JsonValue.PrintString(text, schema.Type.Keyword());
        }
        else
        {
            text.Append("{\"type\":");
            JsonValue.PrintString(text, schema is RecordSchema { IsError: true } ? "error" : schema.Type.Keyword());
            if (schema is NamedSchema it) Names(it, space);
            Members(schema, space);
            if (schema.Logical is { } logical) Logical(logical);
            Rest(schema.Properties);
            text.Append('}');
        }
    }

    private void Names(NamedSchema schema, string space)
    {
        Member("name", schema.Name.Name);
        if (schema.Name.Namespace != space) Member("namespace", schema.Name.Namespace);
        if (schema.Doc is not null) Member("doc", schema.Doc);
        Aliases(schema.Aliases);
    }

    private void Members(AvroSchema schema, string space)
    {
        switch (schema)
        {
            case ArraySchema array:
                Begin("items");
                Print(array.Items, space);
                break;
            case MapSchema map:
                Begin("values");
                Print(map.Values, space);
                break;
            case FixedSchema { Size: var size }:
                Begin("size");
                text.Append(size);
                break;
            case EnumSchema symbols:
                Begin("symbols");
                List('[', symbols.Symbols, symbol => JsonValue.PrintString(text, symbol), ']');
                if (symbols.Default is not null) Member("default", symbols.Default);
                break;
            case RecordSchema record:
                Begin("fields");
                List('[', record.Fields, field => Field(field, record.Name.Namespace), ']');
                break;
        }
    }

    private void Field(RecordField field, string space)
    {
        text.Append("{\"name\":");
        JsonValue.PrintString(text, field.Name);
        Begin("type");
        Print(field.Schema, space);
        if (field.Doc is not null) Member("doc", field.Doc);
        if (field.Default is not null)
        {
            Begin("default");
            field.Default.Print(text);
        }
        if (field.Order != FieldOrder.Ascending) Member("order", field.Order == FieldOrder.Descending ? "descending" : "ignore");
        Aliases(field.Aliases);
        Rest(field.Properties);
        text.Append('}');
    }

    private void Logical(LogicalType logical)
    {
        Member("logicalType", logical.Keyword);
        if (logical.Kind != LogicalKind.Decimal) return;
        Begin("precision");
        text.Append(logical.Precision);
        Begin("scale");
        text.Append(logical.Scale);
    }

    private void Aliases(IReadOnlyList<string> aliases)
    {
        if (aliases.Count == 0) return;
        Begin("aliases");
        List('[', aliases, alias => JsonValue.PrintString(text, alias), ']');
    }

    private void Rest(IReadOnlyList<KeyValuePair<string, JsonValue>> members)
    {
        foreach (var member in members)
        {
            Begin(member.Key);
            member.Value.Print(text);
        }
    }

    private void Member(string name, string value)
    {
        Begin(name);
        JsonValue.PrintString(text, value);
    }

    private void Begin(string name)
    {
        text.Append(',');
        JsonValue.PrintString(text, name);
        text.Append(':');
    }

    private void List<T>(char open, IReadOnlyList<T> items, Action<T> print, char close)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(',');
            print(items[i]);
        }
        text.Append(close);
    }
}
