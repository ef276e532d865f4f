using System.Runtime.InteropServices;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Aggregation;

/// <summary>
/// A hash of a value in 64 bits. It is stored in blobs, so it never changes: each word is folded in by the high and low halves of a
/// 128-bit product (the mixing of wyhash), whose constants are odd numbers of 32 one bits.
/// </summary>
internal static class ScalarHash
{
    private const ulong First = 0xa0761d6478bd642f;
    private const ulong Second = 0xe7037ed1a0b428db;

    public static ulong Of(ScalarType type, in Scalar value) => type switch
    {
        ScalarType.String => Of(value.String!),
        // Values that compare equal hash alike: both zeros, and every NaN.
        ScalarType.Double when value.Double == 0 => OfBits(0),
        ScalarType.Double when double.IsNaN(value.Double) => OfBits(BitConverter.DoubleToUInt64Bits(double.NaN)),
        _ => OfBits((ulong)value.Int64),
    };

    public static ulong Of(ReadOnlySpan<char> text)
    {
        var bytes = MemoryMarshal.AsBytes(text);
        var hash = First ^ (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(bytes), Second);
            bytes = bytes[sizeof(ulong)..];
        }
        var tail = 0UL;
        for (var i = 0; i < bytes.Length; i++) tail |= (ulong)bytes[i] << (8 * i);
        return Mix(Mix(hash ^ tail, Second), First);
    }

    private static ulong OfBits(ulong bits) => Mix(Mix(bits ^ First, Second), First);

    private static ulong Mix(ulong value, ulong factor)
    {
        var high = Math.BigMul(value, factor, out var low);
        return high ^ low;
    }
}
