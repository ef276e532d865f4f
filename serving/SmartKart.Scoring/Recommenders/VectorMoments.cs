using System.Numerics.Tensors;

namespace SmartKart.Scoring.Recommenders;

/// <summary>
/// The mean and the covariance of many vectors, by which the mean and the standard deviation of all their products with another are told without making them:
/// μ·u, and √(uᵀ C u). Immutable.
/// </summary>
internal sealed class VectorMoments
{
    private readonly double[] _mean, _covariance;       // width; width × width

    public VectorMoments(IVectorRecommender model)
    {
        var (items, width) = (model.Items, model.Width);
        (_mean, _covariance) = (new double[width], new double[width * width]);
        var (vector, centred) = (new float[width], new double[width]);
        for (var item = 0; item < items; item++)
        {
            model.CopyVector(item, vector);
            for (var at = 0; at < width; at++) _mean[at] += vector[at];
        }
        TensorPrimitives.Divide(_mean, items, _mean);
        for (var item = 0; item < items; item++)
        {
            model.CopyVector(item, vector);
            for (var at = 0; at < width; at++) centred[at] = vector[at] - _mean[at];
            for (var row = 0; row < width; row++)
            {
                var into = _covariance.AsSpan(row * width, width);
                TensorPrimitives.MultiplyAdd(centred, centred[row], into, into);
            }
        }
        TensorPrimitives.Divide(_covariance, items, _covariance);
    }

    /// <summary>The mean of the vectors.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>Of the products of all vectors with one.</summary>
    public (float Mean, float Deviation) Of(ReadOnlySpan<float> user)
    {
        var (mean, variance) = (0d, 0d);
        for (var row = 0; row < user.Length; row++)
        {
            mean += _mean[row] * user[row];
            var covariances = _covariance.AsSpan(row * user.Length, user.Length);
            var sum = 0d;
            for (var column = 0; column < user.Length; column++) sum += covariances[column] * user[column];
            variance += sum * user[row];
        }
        return ((float)mean, (float)Math.Sqrt(Math.Max(0, variance)));
    }
}
