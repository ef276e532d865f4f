namespace SmartKart.Training.Algebra;

/// <summary>
/// A stream of random numbers that is the same on every runtime, by one addition and a mix a number: SplitMix64 (Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", OOPSLA 2014), whose constants these are.
/// </summary>
/// <param name="seed">Any.</param>
internal struct SplitMix64(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    public ulong Next() => Mix(_state += Golden);

    /// <summary>From 0 up to, not with, a bound: Lemire's multiplication in place of a division; its bias is below bound / 2^32.</summary>
    public int Below(int bound) => (int)((Next() >> 32) * (uint)bound >> 32);

    /// <summary>Uniform between -bound and bound.</summary>
    public float Within(float bound) => ((Next() >> 40) * (2f / (1 << 24)) - 1) * bound;

    /// <summary>Spreads each bit of a number over all.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }

    /// <summary>Brings items into a random order, each as likely: Durstenfeld's form of Fisher and Yates' shuffle.</summary>
    public void Shuffle(Span<int> items)
    {
        for (var left = items.Length; left > 1; left--)
        {
            var chosen = Below(left);
            (items[left - 1], items[chosen]) = (items[chosen], items[left - 1]);
        }
    }
}
