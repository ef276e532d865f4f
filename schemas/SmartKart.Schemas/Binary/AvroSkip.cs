namespace SmartKart.Schemas;

/// <summary>Passes over values by their schema, checking their structure.</summary>
internal static class AvroSkip
{
    /// <summary>Passes over one value.</summary>
    public static void Value(AvroSchema schema, ref AvroReader reader)
    {
        switch (schema)
        {
            case RecordSchema record:
                reader.Enter();
                foreach (var field in record.Fields) Value(field.Schema, ref reader);
                reader.Leave();
                break;
            case UnionSchema union:
                Value(union.Branches[reader.ReadUnion(union.Branches.Count)], ref reader);
                break;
            case ArraySchema array:
                for (int block; (block = reader.ReadBlock(array.MinItemBytes)) > 0;)
                    for (; block > 0; block--) Value(array.Items, ref reader);
                break;
            case MapSchema map:
                for (int block; (block = reader.ReadBlock(map.MinEntryBytes)) > 0;)
                {
                    for (; block > 0; block--)
                    {
                        reader.ReadBytes();
                        Value(map.Values, ref reader);
                    }
                }
                break;
            default:
                Leaf(schema, ref reader);
                break;
        }
    }

    /// <summary>Passes over a value that holds no others.</summary>
    public static void Leaf(AvroSchema schema, ref AvroReader reader)
    {
        switch (schema.Type)
        {
            case AvroType.Null: break;
            case AvroType.Boolean: reader.ReadBoolean(); break;
            case AvroType.Int: reader.ReadInt(); break;
            case AvroType.Long: reader.ReadLong(); break;
            case AvroType.Float: reader.ReadFloat(); break;
            case AvroType.Double: reader.ReadDouble(); break;
            case AvroType.Bytes or AvroType.String: reader.ReadBytes(); break;
            case AvroType.Fixed: reader.ReadFixed(((FixedSchema)schema).Size); break;
            case AvroType.Enum: reader.ReadEnum(((EnumSchema)schema).Symbols.Count); break;
            default: throw new System.Diagnostics.UnreachableException($"{schema.Type} holds other values");
        }
    }
}
