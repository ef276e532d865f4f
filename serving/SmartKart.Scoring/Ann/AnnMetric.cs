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

    /// <summary>The distance is the sum of squared differences.</summary>
    SquaredEuclidean = 2,
}
