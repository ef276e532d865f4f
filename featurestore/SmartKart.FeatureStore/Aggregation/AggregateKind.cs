namespace SmartKart.FeatureStore.Aggregation;

/// <summary>What a feature says of the events in its window. NULL values are skipped by all; the type of the result is in brackets.</summary>
public enum AggregateKind
{
    /// <summary>Events, or those whose value is not NULL (Int64, 0 of none).</summary>
    Count,
    /// <summary>Sum: exact of Int64, with twice a Double's digits of Double (the value's type; NULL of none).</summary>
    Sum,
    /// <summary>Mean (Double; NULL of none).</summary>
    Avg,
    /// <summary>The least value (the value's type; NULL of none).</summary>
    Min,
    /// <summary>The greatest value (the value's type; NULL of none).</summary>
    Max,
    /// <summary>Sample variance, divisor n − 1 (Double; NULL of fewer than two).</summary>
    Variance,
    /// <summary>Sample standard deviation (Double; NULL of fewer than two).</summary>
    Stddev,
    /// <summary>The value of the earliest event; of those at the same instant the least (the value's type; NULL of none).</summary>
    First,
    /// <summary>The value of the latest event; of those at the same instant the greatest (the value's type; NULL of none).</summary>
    Last,
    /// <summary>A list: the values of the latest k events, the latest first, of those at the same instant the greatest first.</summary>
    LastK,
    /// <summary>Different values: exact to the cap, then estimated (Int64, 0 of none).</summary>
    CountDistinct,
    /// <summary>A list: the n keys with the greatest counts, or sums of a value, the greatest first.</summary>
    TopK,
    /// <summary>Sum of values, each halved per half-life of its age at the instant asked for (Double; NULL of none).</summary>
    DecayedSum,
    /// <summary>A list: the n keys with the greatest decayed sums, the greatest first.</summary>
    DecayedTopK,
    /// <summary>The value at rank ⌊q (n − 1)⌋, within 1 % (Double; NULL of none).</summary>
    Quantile,
}
