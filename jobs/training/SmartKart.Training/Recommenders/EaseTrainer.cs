using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;
using SmartKart.Training.Native.OpenBlas;

namespace SmartKart.Training.Recommenders;

/// <summary>How much an EASE is held back.</summary>
public sealed record EaseOptions
{
    /// <summary>λ, above 0: what is added to each item's popularity; 500 unless set.</summary>
    public float Regularisation { get; init; } = 500;

    /// <summary>How many threads; all cores unless set.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>
/// EASE^R (Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019): the linear model that best gives each user's history back, no item
/// explaining itself. With G = XᵀX and P = (G + λI)⁻¹ its weights are B = I - P · diag(P)⁻¹, in closed form.
/// </summary>
public static class EaseTrainer
{
    private const int Tile = 256;       // rows and columns that are mirrored together, so that both stay in a cache

    /// <summary>Memory that training takes, in bytes: one matrix of items × items.</summary>
    public static long MemoryBytes(int items) => DenseMatrix.Bytes(items, items);

    /// <param name="interactions">Users × items.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Gives up, between the steps.</param>
    /// <exception cref="TrainingMemoryException">items × items doesn't fit into memory.</exception>
    /// <exception cref="InteractionException">There are no interactions, or λ isn't above 0.</exception>
    public static EaseModel Train(InteractionMatrix interactions, EaseOptions options, CancellationToken cancel = default)
    {
        if (interactions.Count == 0) throw new InteractionException("EASE can't learn from no interactions. Name a history that has some.");
        if (!(options.Regularisation > 0)) throw new InteractionException($"EASE's regularisation is {options.Regularisation}; set it above 0, such as 500.");
        var n = interactions.Items;
        TrainingMemory.Require("EASE", MemoryBytes(n), $"{n:N0} items × {n:N0} items; keep the most popular ones, or use item-kNN");
        var inverse = new DenseMatrix(n, n);
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel };
            Gram(interactions, inverse, parallel);
            for (var item = 0; item < n; item++) inverse.Row(item)[item] += options.Regularisation;
            Blas.SetThreads(options.Threads);
            if (!Blas.TryInvert(n, inverse.Values))
                throw new InteractionException($"EASE's matrix can't be inverted with the regularisation {options.Regularisation}. Raise it.");
            cancel.ThrowIfCancellationRequested();
            Mirror(inverse, parallel);
            return new EaseModel(inverse);
        }
        catch
        {
            inverse.Dispose();
            throw;
        }
    }

    // Its upper triangle: how many users two items share.
    private static void Gram(InteractionMatrix interactions, DenseMatrix gram, ParallelOptions parallel)
    {
        var users = interactions.Transpose();
        Parallel.For(0, interactions.Items, parallel, item =>
        {
            var row = gram.Row(item);
            foreach (var user in users[item])
            {
                var company = interactions[user];
                foreach (var other in company[company.BinarySearch(item)..]) row[other]++;
            }
        });
    }

    private static void Mirror(DenseMatrix matrix, ParallelOptions parallel)
    {
        var tiles = (matrix.Rows + Tile - 1) / Tile;
        Parallel.For(0, tiles, parallel, down =>
        {
            for (var across = 0; across <= down; across++)
            {
                for (var row = down * Tile; row < Math.Min((down + 1) * Tile, matrix.Rows); row++)
                {
                    var into = matrix.Row(row);
                    for (var column = across * Tile; column < Math.Min((across + 1) * Tile, row); column++) into[column] = matrix.Row(column)[row];
                }
            }
        });
    }
}
