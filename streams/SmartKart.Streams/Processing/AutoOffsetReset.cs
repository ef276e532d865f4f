namespace SmartKart.Streams.Processing;

/// <summary>Where to begin in a partition of which nothing was committed.</summary>
public enum AutoOffsetReset
{
    /// <summary>At its first record.</summary>
    Earliest,

    /// <summary>After its last record.</summary>
    Latest,
}
