using System.Numerics.Tensors;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;
using SmartKart.Training.Native.OpenBlas;

namespace SmartKart.Training.Recommenders;

/// <summary>
/// Keeps of each history what is smooth over who shares what with whom: its projection on the largest singular vectors of the matrix, users and items discounted by
/// how much they have (the ideal low-pass filter of GF-CF: Shen, Wu, Zhang et al., "How powerful is graph convolution for recommendation?", CIKM 2021; without
/// discounts it is PureSVD: Cremonesi, Koren and Turrin, RecSys 2010). The vectors are found by subspace iteration (Halko, Martinsson and Tropp, SIAM Review 2011).
/// </summary>
public static class SpectralTrainer
{
    /// <summary>Memory that it takes, in bytes.</summary>
    public static long MemoryBytes(int users, int items, int factors) => DenseMatrix.Bytes(users + 2L * items, factors);

    /// <param name="interactions">Users × items.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InteractionException">There are fewer users or items than factors.</exception>
    public static ProjectionModel Train(InteractionMatrix interactions, SpectralOptions options, CancellationToken cancel = default)
    {
        var most = Math.Min(interactions.Users, interactions.Items);
        if (options.Factors < 1 || options.Factors > most)
            throw new InteractionException($"{options.Factors} factors can't be found in {interactions.Users} users × {interactions.Items} items. Set 1 to {most}.");
        var byItem = interactions.Transpose();
        var popularity = interactions.Popularity();
        var users = new float[interactions.Users];
        for (var user = 0; user < users.Length; user++) users[user] = Discount(interactions[user].Length, options.UserDiscount);
        var items = Array.ConvertAll(popularity, count => Discount(count, options.ItemDiscount));

        Blas.SetThreads(options.Threads);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel };
        using DenseMatrix basis = new(interactions.Items, options.Factors), half = new(interactions.Users, options.Factors);
        var random = new Random(options.Seed);
        foreach (ref var value in basis.Values) value = Gaussian.Next(random);
        for (var iteration = 0; iteration < options.Iterations; iteration++)
        {
            Orthogonalise(basis);
            Multiply(interactions, users, items, basis, half, parallel);
            Multiply(byItem, items, users, half, basis, parallel);
        }
        Orthogonalise(basis);
        return new ProjectionModel(options.Factors, basis.Values.ToArray(), items, Array.ConvertAll(items, item => 1 / item));
    }

    // into = rows · matrix · columns · from, rows and columns being diagonal.
    private static void Multiply(InteractionMatrix matrix, float[] rows, float[] columns, DenseMatrix from, DenseMatrix into, ParallelOptions parallel) =>
        Parallel.For(0, matrix.Users, parallel, row =>
        {
            var sum = into.Row(row);
            sum.Clear();
            foreach (var column in matrix[row]) TensorPrimitives.MultiplyAdd(from.Row(column), rows[row] * columns[column], sum, sum);
        });

    private static float Discount(int count, float power) => MathF.Pow(Math.Max(1, count), -power);

    private static void Orthogonalise(DenseMatrix basis)
    {
        // Once more, because float32 leaves them not quite orthogonal where they were nearly dependent.
        if (!Blas.TryOrthogonalise(basis.Rows, basis.Columns, basis.Values) || !Blas.TryOrthogonalise(basis.Rows, basis.Columns, basis.Values))
            throw new InteractionException($"{basis.Columns} factors are more than these interactions have. Set fewer.");
    }
}
