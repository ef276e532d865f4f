namespace SmartKart.Schemas;

/// <summary>Writes values by their schema. What each type is written from is said at <see cref="GenericRecord"/>; an int may also be
/// given where the schema has a long.</summary>
public static class GenericWriter
{
    /// <summary>A value's bytes.</summary>
    /// <exception cref="AvroDataException">The value does not fit the schema.</exception>
    public static byte[] Encode(AvroSchema schema, object? value)
    {
        try
        {
            var output = new byte[MaxBytes(schema, value, "", 0)];
            var writer = new AvroWriter(output);
            Write(schema, value, ref writer, "");
            return output.AsSpan(0, writer.Position).ToArray();
        }
        catch (AvroDataException e) when (e.Schema is null)
        {
            throw AvroFieldLocator.WhileWriting(schema, e);
        }
    }

    /// <summary>An upper bound of the bytes that a value takes.</summary>
    /// <exception cref="AvroDataException">The value does not fit the schema.</exception>
    public static int MaxBytes(AvroSchema schema, object? value) => MaxBytes(schema, value, "", 0);

    /// <summary>Writes a value where the writer stands.</summary>
    /// <exception cref="AvroDataException">The value does not fit the schema, or the output is full.</exception>
    public static void Write(AvroSchema schema, object? value, ref AvroWriter writer) => Write(schema, value, ref writer, "");

    private static int MaxBytes(AvroSchema schema, object? value, string path, int depth)
    {
        checked
        {
            switch (schema, value)
            {
                case (UnionSchema union, _):
                    return AvroSize.Int + MaxBytes(union.Branches[BranchOf(union, value, 0, path)], value, path, depth);
                case (RecordSchema record, GenericRecord held) when held.Schema.FullName == record.FullName:
                    if (record.IsRecursive) AvroSize.Enter(ref depth);
                    return record.Fields.Sum(field => MaxBytes(field.Schema, Held(held, record, field, 0, path), Join(path, field.Name), depth));
                case (ArraySchema array, object?[] items):
                    return AvroSize.Block + items.Sum(item => MaxBytes(array.Items, item, path + "[]", depth));
                case (MapSchema map, IReadOnlyDictionary<string, object?> entries):
                    return AvroSize.Block + entries.Sum(entry => AvroSize.String(entry.Key, path) + MaxBytes(map.Values, entry.Value, $"{path}['{entry.Key}']", depth));
                case (_, string text): return AvroSize.String(text, path);
                case (_, byte[] bytes): return AvroSize.Int + bytes.Length;
                case (FixedSchema, GenericFixed held): return held.Bytes.Length;     // not the schema's size, which a wrong value need not be worth
                case (FixedSchema { Logical: not null } f, decimal or AvroDecimal or AvroDuration): return f.Size;
                case ({ Logical: { } logical }, AvroDecimal number): return BigDecimals.MaxBytes(number, logical.Scale);
                default: return AvroSize.Uuid;      // no other leaf takes more
            }
        }
    }

    private static void Write(AvroSchema schema, object? value, ref AvroWriter writer, string path)
    {
        switch (schema, value)
        {
            case (UnionSchema union, _):
                var branch = BranchOf(union, value, writer.Position, path);
                writer.WriteUnion(branch);
                Write(union.Branches[branch], value, ref writer, path);
                break;
            case (RecordSchema record, GenericRecord held) when held.Schema.FullName == record.FullName:
                if (record.IsRecursive) writer.Enter();
                foreach (var field in record.Fields) Write(field.Schema, Held(held, record, field, writer.Position, path), ref writer, Join(path, field.Name));
                if (record.IsRecursive) writer.Leave();
                break;
            case (EnumSchema symbols, GenericEnum held) when symbols.IndexOf(held.Symbol) is >= 0 and var index:
                writer.WriteEnum(index, symbols.Symbols.Count, path);
                break;
            case (ArraySchema array, object?[] items):
                if (items.Length > 0) writer.WriteBlock(items.Length);
                foreach (var item in items) Write(array.Items, item, ref writer, path + "[]");
                writer.WriteBlock(0);
                break;
            case (MapSchema map, IReadOnlyDictionary<string, object?> entries):
                if (entries.Count > 0) writer.WriteBlock(entries.Count);
                foreach (var (key, entry) in entries)
                {
                    writer.WriteString(key, path);
                    Write(map.Values, entry, ref writer, $"{path}['{key}']");
                }
                writer.WriteBlock(0);
                break;
            default:
                if (!TryLeaf(schema, value, ref writer, path)) Misfit(schema, value, writer.Position, path);
                break;
        }
    }

    private static object? Held(GenericRecord held, RecordSchema schema, RecordField field, int offset, string path)
    {
        if (ReferenceEquals(held.Schema, schema)) return held[field.Index];
        if (held.Schema.Field(field.Name) is { } same) return held[same.Index];
        AvroFault.NotHeld($"the record given is of another version of '{schema.FullName}', which lacks this field.", offset, Join(path, field.Name));
        return null;
    }

    private static bool TryLeaf(AvroSchema schema, object? value, ref AvroWriter writer, string path)
    {
        if (schema.Logical is { } logical) return TryLogical(schema, logical, value, ref writer, path);
        switch (schema.Type, value)
        {
            case (AvroType.Null, null): return true;
            case (AvroType.Boolean, bool it): writer.WriteBoolean(it); return true;
            case (AvroType.Int, int it): writer.WriteInt(it); return true;
            case (AvroType.Long, long it): writer.WriteLong(it); return true;
            case (AvroType.Long, int it): writer.WriteLong(it); return true;
            case (AvroType.Float, float it): writer.WriteFloat(it); return true;
            case (AvroType.Double, double it): writer.WriteDouble(it); return true;
            case (AvroType.String, string it): writer.WriteString(it, path); return true;
            case (AvroType.Bytes, byte[] it): writer.WriteBytes(it); return true;
            case (AvroType.Fixed, GenericFixed it): writer.WriteFixed(it.Bytes, ((FixedSchema)schema).Size, path); return true;
            default: return false;
        }
    }

    private static bool TryLogical(AvroSchema schema, LogicalType logical, object? value, ref AvroWriter writer, string path)
    {
        var (precision, scale) = (logical.Precision, logical.Scale);
        switch (logical.Kind, value)
        {
            case (LogicalKind.Decimal, decimal it) when precision <= Decimals.MaxPrecision:
                if (schema is FixedSchema small) writer.WriteFixedDecimal(it, small.Size, precision, scale, path);
                else writer.WriteDecimal(it, precision, scale, path);
                return true;
            case (LogicalKind.Decimal, AvroDecimal it) when precision > Decimals.MaxPrecision:
                if (schema is FixedSchema large) writer.WriteFixedBigDecimal(it, large.Size, precision, scale, path);
                else writer.WriteBigDecimal(it, precision, scale, path);
                return true;
            case (LogicalKind.Uuid, Guid it): writer.WriteUuid(it); return true;
            case (LogicalKind.Date, DateOnly it): writer.WriteDate(it); return true;
            case (LogicalKind.TimeMillis, TimeOnly it): writer.WriteTimeMillis(it); return true;
            case (LogicalKind.TimeMicros, TimeOnly it): writer.WriteTimeMicros(it); return true;
            case (LogicalKind.TimestampMillis, DateTimeOffset it): writer.WriteTimestampMillis(it); return true;
            case (LogicalKind.TimestampMicros, DateTimeOffset it): writer.WriteTimestampMicros(it); return true;
            case (LogicalKind.LocalTimestampMillis, DateTime it): writer.WriteLocalTimestampMillis(it); return true;
            case (LogicalKind.LocalTimestampMicros, DateTime it): writer.WriteLocalTimestampMicros(it); return true;
            case (LogicalKind.Duration, AvroDuration it): writer.WriteDuration(it); return true;
            default: return false;
        }
    }

    /// <summary>The branch that a value is of, or the fault that it is of none.</summary>
    internal static int BranchOf(UnionSchema union, object? value, int offset, string path)
    {
        for (var i = 0; i < union.Branches.Count; i++)
            if (Fits(union.Branches[i], value)) return i;
        Misfit(union, value, offset, path);
        return -1;
    }

    // The shallow question, which tells branches apart: no union has two arrays, two maps or two types of one name.
    private static bool Fits(AvroSchema schema, object? value) => (schema, value) switch
    {
        (RecordSchema record, GenericRecord held) => held.Schema.FullName == record.FullName,
        (EnumSchema symbols, GenericEnum held) => held.Schema.FullName == symbols.FullName,
        (FixedSchema { Logical: null } f, GenericFixed held) => held.Schema.FullName == f.FullName,
        (ArraySchema, object?[]) or (MapSchema, IReadOnlyDictionary<string, object?>) => true,
        ({ Logical: { } logical }, _) => (logical.Kind, value) is
            (LogicalKind.Decimal, decimal or AvroDecimal) or (LogicalKind.Uuid, Guid) or (LogicalKind.Date, DateOnly)
            or (LogicalKind.TimeMillis or LogicalKind.TimeMicros, TimeOnly)
            or (LogicalKind.TimestampMillis or LogicalKind.TimestampMicros, DateTimeOffset)
            or (LogicalKind.LocalTimestampMillis or LogicalKind.LocalTimestampMicros, DateTime) or (LogicalKind.Duration, AvroDuration),
        _ => (schema.Type, value) is
            (AvroType.Null, null) or (AvroType.Boolean, bool) or (AvroType.Int, int) or (AvroType.Long, long) or (AvroType.Float, float)
            or (AvroType.Double, double) or (AvroType.String, string) or (AvroType.Bytes, byte[]),
    };

    private static void Misfit(AvroSchema schema, object? value, int offset, string path) =>
        AvroFault.NotHeld($"a value of .NET type {value?.GetType().Name ?? "null"} is no {(schema is UnionSchema ? schema.ToString() : schema.Logical?.ToString() ?? schema.FullName)}.", offset, path);

    private static string Join(string path, string field) => path.Length == 0 ? field : $"{path}.{field}";
}
