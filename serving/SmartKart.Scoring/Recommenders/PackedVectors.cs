using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SmartKart.Scoring.Recommenders;

/// <summary>
/// Many vectors, laid out so that their products with a few are computed sixteen at a time: value 0 of sixteen vectors, then value 1 of the same sixteen…, zeros
/// where the last sixteen aren't full. No sums across a register are needed, and each line that is read serves four of the few. Hot path: per candidate.
/// </summary>
internal sealed class PackedVectors
{
    private const int Lanes = 16, Together = 4;

    private readonly int _length, _count;
    private readonly float[] _panels;

    /// <param name="length">Values of a vector.</param>
    /// <param name="vectors">count × length, row-major.</param>
    public PackedVectors(int length, ReadOnlySpan<float> vectors)
    {
        (_length, _count) = (length, vectors.Length / length);
        _panels = new float[(_count + Lanes - 1) / Lanes * Lanes * length];
        for (var vector = 0; vector < _count; vector++)
        {
            var panel = vector / Lanes * Lanes * length + vector % Lanes;
            for (var at = 0; at < length; at++) _panels[panel + at * Lanes] = vectors[vector * length + at];
        }
    }

    /// <param name="few">few × length, row-major.</param>
    /// <param name="products">few × count, row-major; overwritten.</param>
    public void Multiply(ReadOnlySpan<float> few, Span<float> products)
    {
        var rows = few.Length / _length;
        if (products.Length < (long)rows * _count) throw new ArgumentException($"{rows} × {_count} products don't fit into {products.Length} values.", nameof(products));
        var row = 0;
        for (; row + Together <= rows; row += Together) MultiplyFour(few.Slice(row * _length, Together * _length), products.Slice(row * _count, Together * _count));
        for (; row < rows; row++) MultiplyOne(few.Slice(row * _length, _length), products.Slice(row * _count, _count));
    }

    private void MultiplyFour(ReadOnlySpan<float> four, Span<float> products)
    {
        ref var left = ref MemoryMarshal.GetReference(four);
        for (var vector = 0; vector < _count; vector += Lanes)
        {
            ref var panel = ref _panels[vector * _length];
            Vector512<float> a = default, b = default, c = default, d = default;
            for (var at = 0; at < _length; at++)
            {
                var values = Vector512.LoadUnsafe(ref panel, (nuint)(at * Lanes));
                a = Vector512.FusedMultiplyAdd(values, Vector512.Create(Unsafe.Add(ref left, at)), a);
                b = Vector512.FusedMultiplyAdd(values, Vector512.Create(Unsafe.Add(ref left, at + _length)), b);
                c = Vector512.FusedMultiplyAdd(values, Vector512.Create(Unsafe.Add(ref left, at + 2 * _length)), c);
                d = Vector512.FusedMultiplyAdd(values, Vector512.Create(Unsafe.Add(ref left, at + 3 * _length)), d);
            }
            Store(a, products[vector.._count]);
            Store(b, products[(vector + _count)..(2 * _count)]);
            Store(c, products[(vector + 2 * _count)..(3 * _count)]);
            Store(d, products[(vector + 3 * _count)..]);
        }
    }

    private void MultiplyOne(ReadOnlySpan<float> one, Span<float> products)
    {
        for (var vector = 0; vector < _count; vector += Lanes)
        {
            ref var panel = ref _panels[vector * _length];
            Vector512<float> sum = default;
            for (var at = 0; at < one.Length; at++) sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref panel, (nuint)(at * Lanes)), Vector512.Create(one[at]), sum);
            Store(sum, products[vector..]);
        }
    }

    // As many as there is room for: the last sixteen may not be full.
    private static void Store(Vector512<float> values, Span<float> products)
    {
        if (products.Length >= Lanes) values.StoreUnsafe(ref products[0]);
        else
        {
            for (var lane = 0; lane < products.Length; lane++) products[lane] = values[lane];
        }
    }
}
