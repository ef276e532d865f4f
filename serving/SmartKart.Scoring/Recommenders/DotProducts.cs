using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SmartKart.Scoring.Recommenders;

/// <summary>Products of some vectors with many: each of the many is read once for four of the few. Hot path: per candidate.</summary>
internal static class DotProducts
{
    private const int Together = 4;

    /// <param name="length">Values of a vector.</param>
    /// <param name="few">few × length, row-major.</param>
    /// <param name="many">many × length, row-major.</param>
    /// <param name="products">few × many, row-major; overwritten.</param>
    public static void Of(int length, ReadOnlySpan<float> few, ReadOnlySpan<float> many, Span<float> products)
    {
        var (rows, columns) = (few.Length / length, many.Length / length);
        if (products.Length < (long)rows * columns) throw new ArgumentException($"{rows} × {columns} products don't fit into {products.Length} values.", nameof(products));
        var row = 0;
        for (; row + Together <= rows; row += Together) OfFour(length, few.Slice(row * length, Together * length), many, products[(row * columns)..]);
        for (; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                products[row * columns + column] = TensorPrimitives.Dot(few.Slice(row * length, length), many.Slice(column * length, length));
        }
    }

    private static void OfFour(int length, ReadOnlySpan<float> four, ReadOnlySpan<float> many, Span<float> products)
    {
        var columns = many.Length / length;
        var whole = length - length % Vector512<float>.Count;
        ref var left = ref MemoryMarshal.GetReference(four);
        ref var right = ref MemoryMarshal.GetReference(many);
        for (var column = 0; column < columns; column++, right = ref Unsafe.Add(ref right, length))
        {
            Vector512<float> a = default, b = default, c = default, d = default;
            for (var at = 0; at < whole; at += Vector512<float>.Count)
            {
                var item = Vector512.LoadUnsafe(ref right, (nuint)at);
                a = Vector512.FusedMultiplyAdd(item, Vector512.LoadUnsafe(ref left, (nuint)at), a);
                b = Vector512.FusedMultiplyAdd(item, Vector512.LoadUnsafe(ref left, (nuint)(at + length)), b);
                c = Vector512.FusedMultiplyAdd(item, Vector512.LoadUnsafe(ref left, (nuint)(at + 2 * length)), c);
                d = Vector512.FusedMultiplyAdd(item, Vector512.LoadUnsafe(ref left, (nuint)(at + 3 * length)), d);
            }
            var (first, second, third, fourth) = (Vector512.Sum(a), Vector512.Sum(b), Vector512.Sum(c), Vector512.Sum(d));
            for (var at = whole; at < length; at++)
            {
                var item = Unsafe.Add(ref right, at);
                first += item * Unsafe.Add(ref left, at);
                second += item * Unsafe.Add(ref left, at + length);
                third += item * Unsafe.Add(ref left, at + 2 * length);
                fourth += item * Unsafe.Add(ref left, at + 3 * length);
            }
            products[column] = first;
            products[column + columns] = second;
            products[column + 2 * columns] = third;
            products[column + 3 * columns] = fourth;
        }
    }
}
