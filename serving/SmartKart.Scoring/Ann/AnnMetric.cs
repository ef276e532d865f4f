namespace SmartKart.Scoring.Ann;

/// <summary>What "near" means in an index. The numbers stand in its file.</summary>
public enum AnnMetric
{
    /// <summary>The distance is the negated inner product: right for factors, whose length carries popularity. It may be below zero.</summary>
    InnerProduct = 0,

    /// <summary>
    /// The distance is one less the cosine, 0 to 2: vectors are brought to length 1 as they come in. One whose squares sum to zero has no
    /// direction; it stays as it is, at distance 1 of everything.
    /// </summary>
    Cosine = 1,

    /// <summary>
    /// The distance is the sum of squared differences. Leave out rows that were never learned and stand at one place between the others, such as
    /// zero: by this metric they are near to everything, and where there are more of them than efConstruction they part the rest (of 10,000 rows
    /// and 5,000 zeros, half of the nearest were found; by the other two metrics, 998 of 1,000).
    /// </summary>
    SquaredEuclidean = 2,
}
