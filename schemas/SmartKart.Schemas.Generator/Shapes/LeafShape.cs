namespace SmartKart.Schemas.Generator.Shapes;

/// <summary>A value that one method of the reader reads and one of the writer writes.</summary>
/// <param name="type">The C# type.</param>
/// <param name="read">What is called on the reader.</param>
/// <param name="write">What is called on the writer; {0} is the value, {1} the field's name.</param>
/// <param name="constantSize">The most bytes.</param>
internal sealed class LeafShape(string type, string read, string write, int? constantSize) : Shape
{
    private const string Schemas = "global::SmartKart.Schemas";

    /// <summary>An expression of the size where it is not constant; {0} is the value, {1} the field's name.</summary>
    public string? SizeFormat { get; init; }

    public override string Type => type;

    public override bool IsValueType => type != "string";

    public override int? ConstantSize => constantSize;

    public override string Read() => $"reader.{read}";

    public override string Write(string value, string field) => write.Length == 0 ? "" : $"writer.{Fill(write, value, field)};";

    public override string Size(string value, string field) => SizeFormat is null ? base.Size(value, field) : Fill(SizeFormat, value, field);

    /// <summary>The shape of a primitive or a fixed, by its logical type where it has one.</summary>
    public static Shape Of(AvroSchema schema)
    {
        var bytes = schema is FixedSchema f ? f.Size : 0;
        if (schema.Logical is { } logical) return Of(logical, schema.Type == AvroType.Fixed, bytes);
        return schema.Type switch
        {
            AvroType.Boolean => new LeafShape("bool", "ReadBoolean()", "WriteBoolean({0})", 1),
            AvroType.Int => new LeafShape("int", "ReadInt()", "WriteInt({0})", 5),
            AvroType.Long => new LeafShape("long", "ReadLong()", "WriteLong({0})", 10),
            AvroType.Float => new LeafShape("float", "ReadFloat()", "WriteFloat({0})", 4),
            AvroType.Double => new LeafShape("double", "ReadDouble()", "WriteDouble({0})", 8),
            AvroType.String => new LeafShape("string", "ReadString()", "WriteString({0}, {1})", null) { SizeFormat = $"{Schemas}.AvroSize.String({{0}}, {{1}})" },
            AvroType.Bytes => new BytesShape(null),
            AvroType.Fixed => new BytesShape(bytes),
            _ => new NullShape(),
        };
    }

    private static LeafShape Of(LogicalType logical, bool isFixed, int bytes) => logical.Kind switch
    {
        LogicalKind.Decimal => Decimal(logical, isFixed, bytes),
        LogicalKind.Uuid => new LeafShape("global::System.Guid", "ReadUuid()", "WriteUuid({0})", 37),
        LogicalKind.Date => new LeafShape("global::System.DateOnly", "ReadDate()", "WriteDate({0})", 5),
        LogicalKind.TimeMillis => new LeafShape("global::System.TimeOnly", "ReadTimeMillis()", "WriteTimeMillis({0})", 5),
        LogicalKind.TimeMicros => new LeafShape("global::System.TimeOnly", "ReadTimeMicros()", "WriteTimeMicros({0})", 10),
        LogicalKind.TimestampMillis => new LeafShape("global::System.DateTimeOffset", "ReadTimestampMillis()", "WriteTimestampMillis({0})", 10),
        LogicalKind.TimestampMicros => new LeafShape("global::System.DateTimeOffset", "ReadTimestampMicros()", "WriteTimestampMicros({0})", 10),
        LogicalKind.LocalTimestampMillis => new LeafShape("global::System.DateTime", "ReadLocalTimestampMillis()", "WriteLocalTimestampMillis({0})", 10),
        LogicalKind.LocalTimestampMicros => new LeafShape("global::System.DateTime", "ReadLocalTimestampMicros()", "WriteLocalTimestampMicros({0})", 10),
        _ => new LeafShape($"{Schemas}.AvroDuration", "ReadDuration()", "WriteDuration({0})", 12),
    };

    private static LeafShape Decimal(LogicalType logical, bool isFixed, int bytes)
    {
        var (precision, scale) = (logical.Precision, logical.Scale);
        var big = precision > 28 ? "Big" : "";      // what System.Decimal holds whatever the digits are
        var type = big.Length > 0 ? $"{Schemas}.AvroDecimal" : "decimal";
        if (isFixed)
            return new LeafShape(type, $"ReadFixed{big}Decimal({bytes}, {precision}, {scale})", $"WriteFixed{big}Decimal({{0}}, {bytes}, {precision}, {scale}, {{1}})", bytes);
        var read = $"Read{big}Decimal({precision}, {scale})";
        var write = $"Write{big}Decimal({{0}}, {precision}, {scale}, {{1}})";
        return big.Length > 0
            ? new LeafShape(type, read, write, null) { SizeFormat = $"{Schemas}.BigDecimals.MaxBytes({{0}}, {scale})" }
            : new LeafShape(type, read, write, 14);
    }

    private static string Fill(string format, string value, string field) => format.Replace("{0}", value).Replace("{1}", field);
}
