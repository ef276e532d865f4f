namespace SmartKart.FeatureStore.Definitions;

/// <summary>The aggregates that a definition may name. NULLs of <c>of</c> are left out by all of them.</summary>
public enum AggregateKind
{
    /// <summary>How many events; with <c>of</c>, how many have a value.</summary>
    Count,
    /// <summary>The sum.</summary>
    Sum,
    /// <summary>The mean.</summary>
    Avg,
    /// <summary>The least value.</summary>
    Min,
    /// <summary>The greatest value.</summary>
    Max,
    /// <summary>The variance of the sample (divided by n − 1).</summary>
    Variance,
    /// <summary>The standard deviation of the sample.</summary>
    StdDev,
    /// <summary>The value of the earliest event.</summary>
    First,
    /// <summary>The value of the latest event.</summary>
    Last,
    /// <summary>The values of the k latest events, newest first.</summary>
    LastK,
    /// <summary>How many different values.</summary>
    CountDistinct,
    /// <summary>The k keys with most events, or with the greatest sum of <c>of</c>.</summary>
    TopK,
    /// <summary>A sum in which an event counts half after each half-life; with <c>by</c>, the heaviest keys.</summary>
    DecayedSum,
    /// <summary>Quantiles, approximate within the sketch's stated error.</summary>
    Quantiles,
}
