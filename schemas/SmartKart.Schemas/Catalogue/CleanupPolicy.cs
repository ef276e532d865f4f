namespace SmartKart.Schemas.Catalogue;

/// <summary>What becomes of a topic's old records: Kafka's <c>cleanup.policy</c>.</summary>
[Flags]
public enum CleanupPolicy
{
    /// <summary>Nothing is removed. No topic of the catalogue may say so.</summary>
    None = 0,

    /// <summary>Records older than the topic's retention are removed.</summary>
    Delete = 1,

    /// <summary>For each key the last record stays; one with no value removes the key.</summary>
    Compact = 2,
}
