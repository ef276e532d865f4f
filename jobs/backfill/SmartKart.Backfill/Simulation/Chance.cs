using System.Numerics;

namespace SmartKart.Backfill.Simulation;

/// <summary>
/// The distributions that a marketplace is drawn from. Its own generator, xoshiro256** (Blackman and Vigna, 2021) seeded by SplitMix64, because a
/// seed must give the same numbers on every runtime. Hot path: several numbers an event.
/// </summary>
internal sealed class Chance
{
    private const double Unit = 1.0 / (1L << 53);
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    internal Chance(int seed, ChanceUse use = ChanceUse.Behaviour, long number = 0)
    {
        var state = Mix(Mix((ulong)(uint)seed) + (ulong)use) + (ulong)number;
        (_a, _b, _c, _d) = (Mix(state + 1), Mix(state + 2), Mix(state + 3), Mix(state + 4));
    }

    /// <summary>SplitMix64's output function: one to one, so different numbers stay different.</summary>
    internal static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>From 0 to below 1.</summary>
    internal double Uniform() => (Next() >> 11) * Unit;

    internal double Uniform(double least, double most) => least + Uniform() * (most - least);

    internal bool Happens(double probability) => Uniform() < probability;

    internal int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    internal int Between(int least, int most) => least + Below(most - least + 1);

    internal T OneOf<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    /// <summary>In whole milliseconds, as all waiting times are: events tell no finer time than microseconds.</summary>
    internal TimeSpan Seconds(int least, int most) => TimeSpan.FromMilliseconds(Between(least * 1000, most * 1000));

    /// <summary>A waiting time without memory, such as that for a supplier.</summary>
    internal TimeSpan Exponential(TimeSpan mean) => TimeSpan.FromMilliseconds(Math.Round(mean.TotalMilliseconds * -Math.Log(1 - Uniform())));

    /// <summary>Standard normal, by Box and Muller.</summary>
    internal double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    internal double LogNormal(double median, double spread) => median * Math.Exp(spread * Normal());

    /// <summary>A number of independent happenings. Of many it is the nearest whole number of a normal one.</summary>
    internal int Poisson(double mean)
    {
        if (mean > 60) return (int)Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * Normal()));
        var (count, left) = (0, Uniform());
        for (var limit = Math.Exp(-mean); left > limit; left *= Uniform()) count++;
        return count;
    }

    /// <summary>A place in a list, the earlier the likelier: place k has about weight 1 / (k + 1), Zipf's law.</summary>
    internal int Zipf(int count)
    {
        // The continuous inverse of the harmonic sum: exact enough for a shop, and no table to keep.
        var place = (int)Math.Exp(Uniform() * Math.Log(count + 1)) - 1;
        return Math.Min(place, count - 1);
    }

    /// <summary>An index, by weight.</summary>
    internal int Weighted(ReadOnlySpan<int> weights)
    {
        var total = 0;
        foreach (var weight in weights) total += weight;
        var left = Below(total);
        var index = 0;
        while (left >= weights[index]) left -= weights[index++];
        return index;
    }

    /// <summary>An index, by weights that may be any numbers above 0; -1 for the share that <paramref name="none"/> has beside them.</summary>
    internal int Weighted(ReadOnlySpan<double> weights, double none = 0)
    {
        var total = none;
        foreach (var weight in weights) total += weight;
        var left = Uniform() * total;
        for (var index = 0; index < weights.Length; index++)
        {
            if (left < weights[index]) return index;
            left -= weights[index];
        }
        return none > 0 ? -1 : weights.Length - 1; // what rounding left over
    }

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }
}

/// <summary>What a sequence of chance is for. Each user and each product has one of their own, so that they are who they are whatever else happens.</summary>
internal enum ChanceUse
{
    Behaviour,
    User,
    Guest,
    Product,
    Brand,
}
