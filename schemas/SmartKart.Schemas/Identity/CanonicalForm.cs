using System.Text;

namespace SmartKart.Schemas;

/// <summary>
/// Avro's Parsing Canonical Form: what of a schema decides how its bytes are read, and nothing else. Two schemas of one
/// canonical form read each other's data alike (Avro 1.11, "Parsing Canonical Form for Schemas").
/// </summary>
public static class CanonicalForm
{
    /// <summary>The canonical form of a schema.</summary>
    public static string Of(AvroSchema schema)
    {
        var text = new StringBuilder();
        Print(schema, text, new HashSet<string>(StringComparer.Ordinal));
        return text.ToString();
    }

    private static void Print(AvroSchema schema, StringBuilder text, HashSet<string> written)
    {
        switch (schema)
        {
            case NamedSchema named when !written.Add(named.FullName):
                text.Append('"').Append(named.FullName).Append('"');
                break;
            case RecordSchema record:
                Head(record, text).Append(",\"fields\":[");
                foreach (var field in record.Fields)
                {
                    text.Append(field.Index > 0 ? "," : "").Append("{\"name\":\"").Append(field.Name).Append("\",\"type\":");
                    Print(field.Schema, text, written);
                    text.Append('}');
                }
                text.Append("]}");
                break;
            case EnumSchema symbols:
                Head(symbols, text).Append(",\"symbols\":[").AppendJoin(',', symbols.Symbols.Select(symbol => $"\"{symbol}\"")).Append("]}");
                break;
            case FixedSchema { Size: var size } fixedSchema:
                Head(fixedSchema, text).Append(",\"size\":").Append(size).Append('}');
                break;
            case ArraySchema array:
                text.Append("{\"type\":\"array\",\"items\":");
                Print(array.Items, text, written);
                text.Append('}');
                break;
            case MapSchema map:
                text.Append("{\"type\":\"map\",\"values\":");
                Print(map.Values, text, written);
                text.Append('}');
                break;
            case UnionSchema union:
                text.Append('[');
                for (var i = 0; i < union.Branches.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    Print(union.Branches[i], text, written);
                }
                text.Append(']');
                break;
            default:
                text.Append('"').Append(schema.Type.Keyword()).Append('"');
                break;
        }
    }

    private static StringBuilder Head(NamedSchema schema, StringBuilder text) =>
        text.Append("{\"name\":\"").Append(schema.FullName).Append("\",\"type\":\"").Append(schema.Type.Keyword()).Append('"');
}
