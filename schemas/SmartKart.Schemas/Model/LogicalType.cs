namespace SmartKart.Schemas;

/// <summary>Avro 1.11's logical types.</summary>
public enum LogicalKind
{
    /// <summary>A decimal number of fixed scale, on bytes or fixed.</summary>
    Decimal,
    /// <summary>A UUID as RFC 4122 text, on string.</summary>
    Uuid,
    /// <summary>Days since 1970-01-01, on int.</summary>
    Date,
    /// <summary>Milliseconds since midnight, on int.</summary>
    TimeMillis,
    /// <summary>Microseconds since midnight, on long.</summary>
    TimeMicros,
    /// <summary>Milliseconds since 1970-01-01T00:00Z, on long.</summary>
    TimestampMillis,
    /// <summary>Microseconds since 1970-01-01T00:00Z, on long.</summary>
    TimestampMicros,
    /// <summary>Milliseconds since 1970-01-01T00:00 on the local clock, on long.</summary>
    LocalTimestampMillis,
    /// <summary>Microseconds since 1970-01-01T00:00 on the local clock, on long.</summary>
    LocalTimestampMicros,
    /// <summary>Months, days and milliseconds, on fixed of 12 bytes.</summary>
    Duration,
}

/// <summary>A logical type, as one schema uses it.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Precision">A decimal's digits in all, 1 or more; else 0.</param>
/// <param name="Scale">A decimal's digits after the point, 0 to precision; else 0.</param>
public sealed record LogicalType(LogicalKind Kind, int Precision = 0, int Scale = 0)
{
    /// <summary>The word that a schema writes for it, such as <c>timestamp-micros</c>.</summary>
    public string Keyword => Kind switch
    {
        LogicalKind.Decimal => "decimal",
        LogicalKind.Uuid => "uuid",
        LogicalKind.Date => "date",
        LogicalKind.TimeMillis => "time-millis",
        LogicalKind.TimeMicros => "time-micros",
        LogicalKind.TimestampMillis => "timestamp-millis",
        LogicalKind.TimestampMicros => "timestamp-micros",
        LogicalKind.LocalTimestampMillis => "local-timestamp-millis",
        LogicalKind.LocalTimestampMicros => "local-timestamp-micros",
        _ => "duration",
    };

    /// <inheritdoc/>
    public override string ToString() => Kind == LogicalKind.Decimal ? $"decimal({Precision}, {Scale})" : Keyword;
}
