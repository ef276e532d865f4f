namespace SmartKart.Schemas.Registry;

/// <summary>The part of a Kafka message that a schema describes.</summary>
public enum MessagePart
{
    /// <summary>Its value.</summary>
    Value,

    /// <summary>Its key.</summary>
    Key,
}
