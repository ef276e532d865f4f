namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>What a <see cref="ReadStep"/> reads.</summary>
internal enum StepKind : byte
{
    Nothing,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    Fixed,
    Text,
    Uuid,
    Symbol,
    /// <summary>A decimal on bytes of at most 18 digits, as all the contracts' are.</summary>
    Money,
    /// <summary>Any other decimal.</summary>
    Decimal,
    Date,
    TimeMillis,
    TimeMicros,
    TimestampMillis,
    TimestampMicros,
    LocalTimestampMillis,
    LocalTimestampMicros,
    /// <summary>A record that may be null, or stands in a union: its fields are the children. Any other record's fields stand among its neighbours.</summary>
    Record,
    /// <summary>One of several: a child for each branch.</summary>
    Union,
    /// <summary>The children read one item.</summary>
    Array,
    /// <summary>The children read one value.</summary>
    Map,
    /// <summary>A record that holds itself, passed over by its schema.</summary>
    Recursive,
}
