using SmartKart.Scoring.Ann.Graph;

namespace SmartKart.Scoring.Exploration;

/// <summary>
/// Draws from Beta(α, β): X / (X + Y) of two gamma variables, each by Marsaglia and Tsang, "A simple method for generating gamma variables" (ACM TOMS 2000),
/// below 1 by their boost of section 6; their normals by Marsaglia's polar method. Hot path: per candidate.
/// </summary>
internal static class BetaDraw
{
    /// <param name="random">Moved on.</param>
    /// <param name="alpha">Above 0.</param>
    /// <param name="beta">Above 0.</param>
    public static double Next(ref SplitMix random, double alpha, double beta)
    {
        var (x, y) = (Gamma(ref random, alpha), Gamma(ref random, beta));
        // Where both are so small that they underflow, all of the distribution is at its ends.
        return x + y > 0 ? x / (x + y) : random.NextUnit() * (alpha + beta) <= alpha ? 1 : 0;
    }

    /// <summary>Random numbers of a draw and an item alone: an item's don't depend on who else is drawn for.</summary>
    public static SplitMix Of(ulong seed, ulong draw, int item)
    {
        var mixed = new SplitMix(seed);
        mixed = new SplitMix(mixed.Next() ^ draw);
        mixed = new SplitMix(mixed.Next() ^ (uint)item);
        return new SplitMix(mixed.Next());
    }

    private static double Gamma(ref SplitMix random, double shape)
    {
        if (shape < 1) return Gamma(ref random, shape + 1) * Math.Pow(random.NextUnit(), 1 / shape);
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = Normal(ref random);
            var v = 1 + c * normal;
            if (v <= 0) continue;
            v = v * v * v;
            var (u, square) = (random.NextUnit(), normal * normal);
            if (u < 1 - 0.0331 * square * square || Math.Log(u) < 0.5 * square + d * (1 - v + Math.Log(v))) return d * v;     // 0.0331: their squeeze
        }
    }

    private static double Normal(ref SplitMix random)
    {
        while (true)
        {
            var (u, v) = (2 * random.NextUnit() - 1, 2 * random.NextUnit() - 1);
            if (u * u + v * v is > 0 and < 1 and var square) return u * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }
}
