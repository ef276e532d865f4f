using System.Numerics;
using System.Runtime.CompilerServices;
using SmartKart.Training.Algebra;

namespace SmartKart.Training.DeepFm.Kernels;

/// <summary>
/// Which outputs of a layer are left out (Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 2014): a hash of
/// example, layer and unit, so that neither the order of threads nor any state has a part in it. What stays is scaled up, so that scoring needs nothing.
/// </summary>
/// <param name="seed">Of training.</param>
/// <param name="share">Left out, 0 up to 1.</param>
internal readonly struct DropoutMask(ulong seed, double share)
{
    private readonly uint _leastKept = (uint)(share * uint.MaxValue);
    private readonly ulong _seed = SplitMix64.Mix(seed);

    /// <summary>Whether anything is left out.</summary>
    public bool IsActive => _leastKept > 0;

    /// <summary>What is kept is multiplied by this.</summary>
    public float Scale { get; } = (float)(1 / (1 - share));

    /// <summary>The key of an example in a step and layer.</summary>
    public uint Key(long step, int example, int layer) =>
        (uint)SplitMix64.Mix(_seed + (ulong)step * 0xD1342543DE82EF95 + ((ulong)layer << 32) + (uint)example);

    /// <summary>Masks and scales the outputs of one example's layer.</summary>
    public void Apply(Span<float> outputs, uint key)
    {
        var (scale, least) = (new Vector<float>(Scale), new Vector<uint>(_leastKept));
        var at = 0;
        for (; at + Vector<float>.Count <= outputs.Length; at += Vector<float>.Count)
        {
            var kept = Vector.GreaterThanOrEqual(Mix(new Vector<uint>(key) + (Vector<uint>.Indices + new Vector<uint>((uint)at)) * 0x9E3779B9), least);
            Vector.ConditionalSelect(Vector.AsVectorSingle(kept), new Vector<float>(outputs[at..]) * scale, Vector<float>.Zero).CopyTo(outputs[at..]);
        }
        for (; at < outputs.Length; at++) outputs[at] = Mix(key + (uint)at * 0x9E3779B9) >= _leastKept ? outputs[at] * Scale : 0;
    }

    // The last mix of MurmurHash3 (Appleby), 32 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Mix(Vector<uint> value)
    {
        value = (value ^ (value >>> 16)) * 0x85EBCA6B;
        value = (value ^ (value >>> 13)) * 0xC2B2AE35;
        return value ^ (value >>> 16);
    }

    private static uint Mix(uint value)
    {
        value = (value ^ value >> 16) * 0x85EBCA6B;
        value = (value ^ value >> 13) * 0xC2B2AE35;
        return value ^ value >> 16;
    }
}
