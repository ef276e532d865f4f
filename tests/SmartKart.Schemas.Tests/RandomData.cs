using System.Numerics;

namespace SmartKart.Schemas.Tests;

/// <summary>Random values of any schema, as bytes: what every implementation of Avro can hold, so text is ASCII and years have four digits.</summary>
internal static class RandomData
{
    private const int MaxBytes = 1 << 16;
    private const int MaxDepth = 6;

    /// <summary>The bytes of one value.</summary>
    public static byte[] Of(AvroSchema schema, Random random)
    {
        var bytes = new byte[MaxBytes];
        var writer = new AvroWriter(bytes);
        Write(schema, random, ref writer, 0);
        return bytes[..writer.Position];
    }

    private static void Write(AvroSchema schema, Random random, ref AvroWriter writer, int depth)
    {
        switch (schema)
        {
            case RecordSchema record:
                foreach (var field in record.Fields) Write(field.Schema, random, ref writer, depth + 1);
                break;
            case UnionSchema union:
                var branch = depth > MaxDepth && union.NullIndex >= 0 ? union.NullIndex : random.Next(union.Branches.Count);
                writer.WriteUnion(branch);
                Write(union.Branches[branch], random, ref writer, depth + 1);
                break;
            case ArraySchema array:
                var items = depth > MaxDepth ? 0 : random.Next(4);
                if (items > 0) writer.WriteBlock(items);
                for (var i = 0; i < items; i++) Write(array.Items, random, ref writer, depth + 1);
                writer.WriteBlock(0);
                break;
            case MapSchema map:
                var entries = depth > MaxDepth ? 0 : random.Next(4);
                if (entries > 0) writer.WriteBlock(entries);
                for (var i = 0; i < entries; i++)
                {
                    writer.WriteString($"key{i}", "");
                    Write(map.Values, random, ref writer, depth + 1);
                }
                writer.WriteBlock(0);
                break;
            case EnumSchema symbols:
                writer.WriteEnum(random.Next(symbols.Symbols.Count), symbols.Symbols.Count, "");
                break;
            default:
                Leaf(schema, random, ref writer);
                break;
        }
    }

    private static void Leaf(AvroSchema schema, Random random, ref AvroWriter writer)
    {
        switch (schema.Logical?.Kind)
        {
            case LogicalKind.Decimal when schema is not FixedSchema:
                writer.WriteBytes(new BigInteger(random.Next(-9, 10)).ToByteArray(isBigEndian: true));
                return;
            case LogicalKind.Uuid:
                var uuid = new byte[16];
                random.NextBytes(uuid);
                writer.WriteString(new Guid(uuid).ToString(), "");
                return;
            case LogicalKind.TimeMillis or LogicalKind.Date:
                writer.WriteInt(random.Next(0, 86_400_000 / 1000));
                return;
            case LogicalKind.TimeMicros or LogicalKind.TimestampMillis or LogicalKind.TimestampMicros or LogicalKind.LocalTimestampMillis or LogicalKind.LocalTimestampMicros:
                writer.WriteLong(random.NextInt64(0, 86_400_000_000));
                return;
        }
        switch (schema.Type)
        {
            case AvroType.Null: break;
            case AvroType.Boolean: writer.WriteBoolean(random.Next(2) == 1); break;
            case AvroType.Int: writer.WriteInt(random.Next(int.MinValue, int.MaxValue)); break;
            case AvroType.Long: writer.WriteLong(random.NextInt64(-(1L << 53), 1L << 53)); break;      // what JavaScript holds
            case AvroType.Float: writer.WriteFloat(random.NextSingle()); break;
            case AvroType.Double: writer.WriteDouble(random.NextDouble() * 1e9); break;
            case AvroType.Bytes: writer.WriteBytes(System.Text.Encoding.ASCII.GetBytes(Text(random))); break;
            case AvroType.String: writer.WriteString(Text(random), ""); break;
            default: writer.WriteFixed(new byte[((FixedSchema)schema).Size], ((FixedSchema)schema).Size, ""); break;
        }
    }

    private static string Text(Random random) => new([.. Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next('a', 'z' + 1))]);
}
