namespace SmartKart.Schemas;

/// <summary>Which logical type may stand on which schema (Avro 1.11, "Logical Types").</summary>
internal static class LogicalTypeRules
{
    /// <summary>Reads the annotation of a schema.</summary>
    /// <param name="schema">The schema it stands on.</param>
    /// <param name="json">The object that was written.</param>
    /// <param name="logical">The logical type, or null: none was written, or it is to be ignored.</param>
    /// <returns>Why an annotation of a known name is ignored, or null.</returns>
    public static string? Read(AvroSchema schema, JsonValue json, out LogicalType? logical)
    {
        logical = null;
        if (json["logicalType"] is not { Kind: JsonKind.String } word) return null;
        if (word.Text == "decimal") return Decimal(schema, json, out logical);
        var found = word.Text switch
        {
            "uuid" => (LogicalKind.Uuid, AvroType.String),
            "date" => (LogicalKind.Date, AvroType.Int),
            "time-millis" => (LogicalKind.TimeMillis, AvroType.Int),
            "time-micros" => (LogicalKind.TimeMicros, AvroType.Long),
            "timestamp-millis" => (LogicalKind.TimestampMillis, AvroType.Long),
            "timestamp-micros" => (LogicalKind.TimestampMicros, AvroType.Long),
            "local-timestamp-millis" => (LogicalKind.LocalTimestampMillis, AvroType.Long),
            "local-timestamp-micros" => (LogicalKind.LocalTimestampMicros, AvroType.Long),
            "duration" => (LogicalKind.Duration, AvroType.Fixed),
            _ => ((LogicalKind Kind, AvroType Type)?)null,
        };
        if (found is not { } rule) return null;
        if (schema.Type != rule.Type) return $"the logical type '{word.Text}' stands on {rule.Type.Keyword()}, not on {schema.FullName}.";
        if (schema is FixedSchema { Size: not 12 } fixedSchema)
            return $"the logical type 'duration' needs 12 bytes; '{fixedSchema.FullName}' has {fixedSchema.Size}.";
        logical = new LogicalType(rule.Kind);
        return null;
    }

    private static string? Decimal(AvroSchema schema, JsonValue json, out LogicalType? logical)
    {
        logical = null;
        if (schema.Type is not (AvroType.Bytes or AvroType.Fixed))
            return $"the logical type 'decimal' stands on bytes or fixed, not on {schema.FullName}.";
        if (!Whole(json["precision"], out var precision) || precision < 1)
            return "a decimal needs a \"precision\" of 1 or more, in digits.";
        var scale = 0;
        if (json["scale"] is not null && (!Whole(json["scale"], out scale) || scale < 0 || scale > precision))
            return $"a decimal's \"scale\" runs from 0 to its precision of {precision}.";
        if (schema is FixedSchema { Size: var size } && precision > DigitsIn(size))
            return $"{size} bytes hold {DigitsIn(size)} digits, not the precision of {precision}.";
        logical = new LogicalType(LogicalKind.Decimal, precision, scale);
        return null;
    }

    private static bool Whole(JsonValue? json, out int value)
    {
        value = 0;
        return json is { Kind: JsonKind.Number } && int.TryParse(json.Text, out value);
    }

    // floor(log10(2^(8n − 1) − 1)): the digits that a two's-complement number of n bytes can always hold.
    private static long DigitsIn(int bytes) => bytes == 0 ? 0 : (long)Math.Floor(Math.Log10(2) * (8L * bytes - 1));
}
