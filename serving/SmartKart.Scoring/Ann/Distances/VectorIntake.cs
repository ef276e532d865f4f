using System.Numerics.Tensors;

namespace SmartKart.Scoring.Ann.Distances;

/// <summary>Takes vectors in: checks them, pads them with zeros, and for <see cref="AnnMetric.Cosine"/> brings them to length 1.</summary>
internal static unsafe class VectorIntake
{
    /// <summary>The most dimensions: far above any model's, and small enough that a row's bytes fit an int.</summary>
    public const int DimsMax = 65_536;

    /// <summary>Two vectors whose squares sum to no more have a finite squared distance: at most twice both sums.</summary>
    private const float SquaresMax = float.MaxValue / 4;

    /// <summary>How many rows there are.</summary>
    /// <exception cref="AnnIndexException">None, or not whole ones.</exception>
    public static int CountRows(ReadOnlySpan<float> vectors, int dims)
    {
        if (dims is < 1 or > DimsMax) throw AnnIndexException.BadSetting("number of dimensions", dims, $"1 to {DimsMax}");
        if (vectors.IsEmpty) throw AnnIndexException.NoVectors();
        if (vectors.Length % dims != 0) throw AnnIndexException.NotRows(vectors.Length, dims);
        return vectors.Length / dims;
    }

    /// <summary>Copies all rows.</summary>
    /// <exception cref="AnnIndexException">A row has a number that is not finite, or is too long.</exception>
    public static void Copy(ReadOnlySpan<float> vectors, int dims, AnnMetric metric, VectorRows rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            var vector = vectors.Slice(row * dims, dims);
            if (!TryCopy(vector, metric, rows[row], rows.PaddedDims)) throw Unfit(vector, row);
        }
    }

    /// <summary>Copies one vector.</summary>
    /// <returns>Whether its numbers are finite and not too large; where not, nothing was copied.</returns>
    public static bool TryCopy(ReadOnlySpan<float> vector, AnnMetric metric, float* to, int paddedDims)
    {
        // Not finite where any number isn't: one pass finds all that is wrong, and the length comes with it.
        var squares = TensorPrimitives.SumOfSquares(vector);
        if (!(squares <= SquaresMax)) return false;
        var padded = new Span<float>(to, paddedDims);
        if (metric == AnnMetric.Cosine && squares > 0) TensorPrimitives.Multiply(vector, 1 / MathF.Sqrt(squares), padded);
        else vector.CopyTo(padded);
        padded[vector.Length..].Clear();
        return true;
    }

    private static AnnIndexException Unfit(ReadOnlySpan<float> vector, int row)
    {
        for (var column = 0; column < vector.Length; column++)
        {
            if (!float.IsFinite(vector[column])) return AnnIndexException.NotFinite(row, column, vector[column]);
        }
        return AnnIndexException.TooLarge(row);
    }
}
