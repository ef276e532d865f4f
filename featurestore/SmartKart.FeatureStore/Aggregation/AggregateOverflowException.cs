namespace SmartKart.FeatureStore.Aggregation;

/// <summary>A sum of whole numbers that no Int64 holds. The state is sound; only this feature has no value.</summary>
public sealed class AggregateOverflowException : FeatureStoreException
{
    internal AggregateOverflowException(Int128 sum)
        : base($"A sum over Int64 is {sum}, which no Int64 holds. Sum the value as a Double (of: cast(… as double)), or give the feature a shorter window.") { }
}
