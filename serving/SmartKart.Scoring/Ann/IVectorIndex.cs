namespace SmartKart.Scoring.Ann;

/// <summary>Vectors by row, asked for the nearest to a query. Any number of threads may search at once.</summary>
public interface IVectorIndex : IDisposable
{
    /// <summary>How many vectors there are; rows are 0 to one less.</summary>
    int Count { get; }

    /// <summary>How many numbers a vector has.</summary>
    int Dims { get; }

    /// <summary>What "near" means.</summary>
    AnnMetric Metric { get; }

    /// <summary>Finds the rows nearest to a query. Once warm it allocates nothing.</summary>
    /// <param name="query">A vector of <see cref="Dims"/> numbers.</param>
    /// <param name="nearest">Receives as many rows as it has places, the nearest first, the smaller row first where they are equally near.</param>
    /// <param name="allowed">Only these rows are found; null for all.</param>
    /// <returns>How many rows were found: fewer than places only where fewer rows are allowed.</returns>
    /// <exception cref="AnnIndexException">No places, a query of other dimensions or with a number that is not finite, or allowed rows of
    /// another index's size.</exception>
    int Search(ReadOnlySpan<float> query, Span<Neighbour> nearest, RowSet? allowed = null);
}
