namespace SmartKart.Schemas;

/// <summary>Reads values by their schema. What each type becomes is said at <see cref="GenericRecord"/>.</summary>
public static class GenericReader
{
    /// <summary>Reads a value that is all of the input.</summary>
    /// <exception cref="AvroDataException">The input is no such value.</exception>
    public static object? Decode(AvroSchema schema, ReadOnlySpan<byte> input)
    {
        var value = Decode(schema, input, out var bytesRead);
        if (bytesRead != input.Length) throw AvroFieldLocator.BytesLeft(schema, input.Length, bytesRead);
        return value;
    }

    /// <summary>Reads a value from the beginning of the input, where more may follow.</summary>
    /// <exception cref="AvroDataException">The input does not begin with such a value.</exception>
    public static object? Decode(AvroSchema schema, ReadOnlySpan<byte> input, out int bytesRead)
    {
        var reader = new AvroReader(input);
        try
        {
            var value = Read(schema, ref reader);
            bytesRead = reader.Position;
            return value;
        }
        catch (AvroDataException e) when (e.Schema is null)
        {
            throw AvroFieldLocator.WhileReading(schema, input, e);
        }
    }

    /// <summary>Reads data of a writer's schema as a reader's.</summary>
    /// <param name="resolution">The pair.</param>
    /// <param name="input">All of it is the value.</param>
    /// <exception cref="AvroDataException">The input is no value of the writer's schema, or one that the reader's cannot hold.</exception>
    public static object? Decode(SchemaResolution resolution, ReadOnlySpan<byte> input)
    {
        var projected = new ProjectedBytes(input.Length);
        try
        {
            var bytesRead = resolution.Project(input, ref projected);
            if (bytesRead != input.Length) throw AvroFieldLocator.BytesLeft(resolution.Writer, input.Length, bytesRead);
            return Decode(resolution, ref projected);
        }
        finally
        {
            projected.Dispose();
        }
    }

    private static object? Decode(SchemaResolution resolution, ref ProjectedBytes projected)
    {
        try
        {
            return Decode(resolution.Reader, projected.Written);
        }
        catch (AvroDataException e)
        {
            throw e.AfterResolution(resolution.Writer);
        }
    }

    /// <summary>Reads a value from where the reader stands.</summary>
    public static object? Read(AvroSchema schema, ref AvroReader reader)
    {
        switch (schema)
        {
            case RecordSchema record: return Record(record, ref reader);
            case UnionSchema union: return Read(union.Branches[reader.ReadUnion(union.Branches.Count)], ref reader);
            case ArraySchema array: return Array(array, ref reader);
            case MapSchema map: return Map(map, ref reader);
            case EnumSchema symbols: return new GenericEnum(symbols, symbols.Symbols[reader.ReadEnum(symbols.Symbols.Count)]);
            case { Logical: { } logical }: return Logical(schema, logical, ref reader);
            case FixedSchema f: return new GenericFixed(f, reader.ReadFixed(f.Size).ToArray());
        }
        return schema.Type switch
        {
            AvroType.Null => null,
            AvroType.Boolean => reader.ReadBoolean(),
            AvroType.Int => reader.ReadInt(),
            AvroType.Long => reader.ReadLong(),
            AvroType.Float => reader.ReadFloat(),
            AvroType.Double => reader.ReadDouble(),
            AvroType.String => reader.ReadString(),
            _ => reader.ReadBytes().ToArray(),
        };
    }

    private static GenericRecord Record(RecordSchema schema, ref AvroReader reader)
    {
        reader.Enter();
        var values = new object?[schema.Fields.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Read(schema.Fields[i].Schema, ref reader);
        reader.Leave();
        return new GenericRecord(schema, values);
    }

    private static object?[] Array(ArraySchema schema, ref AvroReader reader)
    {
        var items = new List<object?>();
        for (int block; (block = reader.ReadBlock(schema.MinItemBytes)) > 0;)
            for (; block > 0; block--) items.Add(Read(schema.Items, ref reader));
        return [.. items];
    }

    private static Dictionary<string, object?> Map(MapSchema schema, ref AvroReader reader)
    {
        var entries = new Dictionary<string, object?>();
        for (int block; (block = reader.ReadBlock(schema.MinEntryBytes)) > 0;)
        {
            for (; block > 0; block--)
            {
                var key = reader.ReadString();
                entries[key] = Read(schema.Values, ref reader);
            }
        }
        return entries;
    }

    private static object Logical(AvroSchema schema, LogicalType logical, ref AvroReader reader) => logical.Kind switch
    {
        LogicalKind.Decimal => (schema as FixedSchema, logical.Precision > Decimals.MaxPrecision) switch
        {
            (null, false) => reader.ReadDecimal(logical.Scale),
            (null, true) => reader.ReadBigDecimal(logical.Scale),
            ({ Size: var size }, false) => reader.ReadFixedDecimal(size, logical.Scale),
            ({ Size: var size }, true) => reader.ReadFixedBigDecimal(size, logical.Scale),
        },
        LogicalKind.Uuid => reader.ReadUuid(),
        LogicalKind.Date => reader.ReadDate(),
        LogicalKind.TimeMillis => reader.ReadTimeMillis(),
        LogicalKind.TimeMicros => reader.ReadTimeMicros(),
        LogicalKind.TimestampMillis => reader.ReadTimestampMillis(),
        LogicalKind.TimestampMicros => reader.ReadTimestampMicros(),
        LogicalKind.LocalTimestampMillis => reader.ReadLocalTimestampMillis(),
        LogicalKind.LocalTimestampMicros => reader.ReadLocalTimestampMicros(),
        _ => reader.ReadDuration(),
    };
}
