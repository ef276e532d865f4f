using System.Runtime.Intrinsics;

namespace SmartKart.Scoring.Ann.Distances;

/// <summary>What a metric adds up over the dimensions, in each width of register. Static, so that a kernel is compiled for each metric.</summary>
internal interface IDistanceTerm
{
    /// <summary>The sum so far with one more term in each lane.</summary>
    static abstract Vector512<float> Add(Vector512<float> sum, Vector512<float> left, Vector512<float> right);

    /// <inheritdoc cref="Add(Vector512{float}, Vector512{float}, Vector512{float})" />
    static abstract Vector256<float> Add(Vector256<float> sum, Vector256<float> left, Vector256<float> right);

    /// <inheritdoc cref="Add(Vector512{float}, Vector512{float}, Vector512{float})" />
    static abstract Vector128<float> Add(Vector128<float> sum, Vector128<float> left, Vector128<float> right);

    /// <summary>The distances that four sums amount to.</summary>
    static abstract Vector128<float> Finish(Vector128<float> sums);
}

/// <summary>The negated inner product; of vectors of length 1 that is the cosine distance less one.</summary>
internal readonly struct DotTerm : IDistanceTerm
{
    public static Vector512<float> Add(Vector512<float> sum, Vector512<float> left, Vector512<float> right) =>
        Vector512.MultiplyAddEstimate(left, right, sum);

    public static Vector256<float> Add(Vector256<float> sum, Vector256<float> left, Vector256<float> right) =>
        Vector256.MultiplyAddEstimate(left, right, sum);

    public static Vector128<float> Add(Vector128<float> sum, Vector128<float> left, Vector128<float> right) =>
        Vector128.MultiplyAddEstimate(left, right, sum);

    // A difference, since a negated zero would be a negative zero, which sorts before zero.
    public static Vector128<float> Finish(Vector128<float> sums) => Vector128<float>.Zero - sums;
}

/// <summary>The sum of squared differences.</summary>
internal readonly struct SquaredDifferenceTerm : IDistanceTerm
{
    public static Vector512<float> Add(Vector512<float> sum, Vector512<float> left, Vector512<float> right)
    {
        var difference = left - right;
        return Vector512.MultiplyAddEstimate(difference, difference, sum);
    }

    public static Vector256<float> Add(Vector256<float> sum, Vector256<float> left, Vector256<float> right)
    {
        var difference = left - right;
        return Vector256.MultiplyAddEstimate(difference, difference, sum);
    }

    public static Vector128<float> Add(Vector128<float> sum, Vector128<float> left, Vector128<float> right)
    {
        var difference = left - right;
        return Vector128.MultiplyAddEstimate(difference, difference, sum);
    }

    public static Vector128<float> Finish(Vector128<float> sums) => sums;
}
