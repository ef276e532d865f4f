using System.Numerics.Tensors;

namespace SmartKart.Scoring.Ranking;

/// <summary>Items are as alike as their vectors' directions: the cosine. Vectors are divided by their lengths once, so a question is one product.</summary>
public readonly struct VectorSimilarity : ISimilarity
{
    private readonly float[] _directions;       // items × dimensions, row-major, each of length 1 or 0
    private readonly int _dimensions;

    /// <param name="dimensions">Values of a vector; at least 1.</param>
    /// <param name="vectors">items × dimensions, row-major, such as a factor model's items. Copied. A vector of zeros is like nothing: 0.</param>
    /// <exception cref="ListException">The vectors aren't whole.</exception>
    public VectorSimilarity(int dimensions, ReadOnlySpan<float> vectors)
    {
        if (dimensions < 1 || vectors.Length % dimensions != 0)
            throw ListException.BadRule("vectors' dimensions", dimensions, $"1 or more, and divide their {vectors.Length} values");
        (_dimensions, _directions) = (dimensions, vectors.ToArray());
        for (var at = 0; at < _directions.Length; at += dimensions)
        {
            var vector = _directions.AsSpan(at, dimensions);
            if (TensorPrimitives.Norm<float>(vector) is > 0 and < float.PositiveInfinity and var length) TensorPrimitives.Divide(vector, length, vector);
            else vector.Clear();
        }
    }

    /// <inheritdoc />
    public static float Lowest => -1;

    /// <inheritdoc />
    public float Between(int item, int other) =>
        Math.Clamp(TensorPrimitives.Dot<float>(_directions.AsSpan(item * _dimensions, _dimensions), _directions.AsSpan(other * _dimensions, _dimensions)), -1, 1);
}
