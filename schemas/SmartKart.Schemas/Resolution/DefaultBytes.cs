using System.Globalization;
using System.Text;

namespace SmartKart.Schemas;

/// <summary>A field's default in Avro's binary encoding. That it fits its schema was checked when the schema was read.</summary>
internal static class DefaultBytes
{
    /// <summary>The bytes of a default.</summary>
    public static byte[] Of(AvroSchema schema, JsonValue json)
    {
        var output = new ProjectedBytes(0);
        try
        {
            Write(schema, json, ref output);
            return output.Written.ToArray();
        }
        finally
        {
            output.Dispose();
        }
    }

    private static void Write(AvroSchema schema, JsonValue json, ref ProjectedBytes output)
    {
        switch (schema)
        {
            case UnionSchema union:
                output.WriteLong(0);
                Write(union.Branches[0], json, ref output);
                break;
            case RecordSchema record:
                foreach (var field in record.Fields) Write(field.Schema, json[field.Name] ?? field.Default!, ref output);
                break;
            case ArraySchema array:
                if (json.Items.Count > 0) output.WriteLong(json.Items.Count);
                foreach (var item in json.Items) Write(array.Items, item, ref output);
                output.WriteLong(0);
                break;
            case MapSchema map:
                if (json.Members.Count > 0) output.WriteLong(json.Members.Count);
                foreach (var member in json.Members)
                {
                    WriteBytes(Encoding.UTF8.GetBytes(member.Key), ref output);
                    Write(map.Values, member.Value, ref output);
                }
                output.WriteLong(0);
                break;
            case EnumSchema symbols:
                output.WriteLong(symbols.IndexOf(json.Text));
                break;
            default:
                Leaf(schema, json, ref output);
                break;
        }
    }

    private static void Leaf(AvroSchema schema, JsonValue json, ref ProjectedBytes output)
    {
        switch (schema.Type)
        {
            case AvroType.Null: break;
            case AvroType.Boolean: output.Write([json.IsTrue ? (byte)1 : (byte)0]); break;
            case AvroType.Int or AvroType.Long: output.WriteLong(long.Parse(json.Text, CultureInfo.InvariantCulture)); break;
            case AvroType.Float: output.WriteFloat(float.Parse(json.Text, CultureInfo.InvariantCulture)); break;
            case AvroType.Double: output.WriteDouble(double.Parse(json.Text, CultureInfo.InvariantCulture)); break;
            case AvroType.String: WriteBytes(Encoding.UTF8.GetBytes(json.Text), ref output); break;
            // A default of bytes is text whose characters are the bytes' values: Latin-1.
            case AvroType.Bytes: WriteBytes(Encoding.Latin1.GetBytes(json.Text), ref output); break;
            default: output.Write(Encoding.Latin1.GetBytes(json.Text)); break;
        }
    }

    private static void WriteBytes(byte[] bytes, ref ProjectedBytes output)
    {
        output.WriteLong(bytes.Length);
        output.Write(bytes);
    }
}
