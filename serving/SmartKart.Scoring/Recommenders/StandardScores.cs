using System.Numerics.Tensors;

namespace SmartKart.Scoring.Recommenders;

/// <summary>Scores of one user in units that compare between models: the mean of all items is 0 and the standard deviation 1. Hot path: per candidate.</summary>
public static class StandardScores
{
    /// <summary>Brings a row to them. Where all items have the same score it says nothing, and becomes 0.</summary>
    /// <returns>The standard deviation that it had.</returns>
    public static float Standardise(Span<float> row)
    {
        TensorPrimitives.Subtract(row, TensorPrimitives.Sum<float>(row) / row.Length, row);
        var deviation = TensorPrimitives.Norm<float>(row) / MathF.Sqrt(row.Length);
        if (deviation > 0) TensorPrimitives.Divide(row, deviation, row);
        return deviation;
    }
}
