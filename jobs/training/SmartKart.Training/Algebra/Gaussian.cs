namespace SmartKart.Training.Algebra;

/// <summary>Normally distributed numbers of a seeded generator (Box and Muller, 1958).</summary>
internal static class Gaussian
{
    /// <returns>One of mean 0 and deviation 1.</returns>
    public static float Next(Random random) =>
        MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());
}
