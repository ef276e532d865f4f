namespace SmartKart.FeatureStore.Expressions;

/// <summary>The types of the expression language. A decimal of an event is a Double here; an enum and a UUID are Strings.</summary>
public enum ScalarType
{
    /// <summary>True or false.</summary>
    Boolean,
    /// <summary>Signed, 64 bits.</summary>
    Int64,
    /// <summary>IEEE 754, 64 bits.</summary>
    Double,
    /// <summary>Well-formed Unicode text.</summary>
    String,
    /// <summary>An instant: microseconds since 1970-01-01 00:00:00 UTC, within the years 1 to 9999.</summary>
    Timestamp,
}
