namespace SmartKart.Training.Evaluation;

/// <summary>A mean, and between which bounds it lies at 95 in 100 of draws of as many users (the bootstrap's percentile interval: Efron, 1979).</summary>
/// <param name="Mean">Of the users at hand.</param>
/// <param name="Low">The lower bound.</param>
/// <param name="High">The upper bound.</param>
public readonly record struct ConfidenceInterval(double Mean, double Low, double High);

/// <summary>How sure a mean over users is.</summary>
public static class Bootstrap
{
    private const double Tail = 0.025;

    /// <param name="values">One of each user; at least one.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="draws">How many.</param>
    public static ConfidenceInterval Of(ReadOnlySpan<double> values, int seed, int draws = 1000)
    {
        if (values.IsEmpty) throw new ArgumentException("No values have no mean.", nameof(values));
        var random = new Random(seed);
        var means = new double[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            var sum = 0.0;
            for (var at = 0; at < values.Length; at++) sum += values[random.Next(values.Length)];
            means[draw] = sum / values.Length;
        }
        Array.Sort(means);
        return new ConfidenceInterval(Mean(values), means[(int)(Tail * draws)], means[(int)((1 - Tail) * draws)]);
    }

    /// <summary>The same of how much one model is above another, user by user: narrower than either's own, for the users are the same.</summary>
    /// <param name="one">Of each user.</param>
    /// <param name="other">Of each of the same users.</param>
    /// <param name="seed">Of the draws.</param>
    public static ConfidenceInterval OfDifference(ReadOnlySpan<double> one, ReadOnlySpan<double> other, int seed)
    {
        var differences = new double[one.Length];
        System.Numerics.Tensors.TensorPrimitives.Subtract(one, other, differences);
        return Of(differences, seed);
    }

    private static double Mean(ReadOnlySpan<double> values) => System.Numerics.Tensors.TensorPrimitives.Sum(values) / values.Length;
}
