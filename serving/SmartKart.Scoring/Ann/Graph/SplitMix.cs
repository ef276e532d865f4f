namespace SmartKart.Scoring.Ann.Graph;

/// <summary>Random numbers by counter: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).</summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 even bits.</summary>
    public ulong Next()
    {
        var mixed = _state += 0x9E37_79B9_7F4A_7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Above 0, up to 1.</summary>
    public double NextUnit() => ((Next() >> 11) + 1) * (1.0 / (1UL << 53));

    /// <summary>0 to one less than the bound; the bias, bound / 2⁶⁴, is below what anything here could notice.</summary>
    public int NextBelow(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);
}
