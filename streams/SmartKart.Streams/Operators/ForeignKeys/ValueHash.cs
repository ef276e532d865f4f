using System.Buffers.Binary;
using System.Numerics;

namespace SmartKart.Streams.Operators.ForeignKeys;

/// <summary>
/// MurmurHash3, its 128-bit variant for 64-bit machines (Austin Appleby, public domain), with seed 0: tells whether a row is still what it
/// was when it asked. Hot path.
/// </summary>
internal static class ValueHash
{
    private const ulong C1 = 0x87c37b91114253d5; // MurmurHash3_x64_128's own constants, here and below
    private const ulong C2 = 0x4cf5ad432745937f;
    private const int BlockBytes = 16;

    /// <summary>The hash: its first half above its second.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> bytes)
    {
        ulong h1 = 0, h2 = 0;
        var length = (ulong)bytes.Length;
        for (; bytes.Length >= BlockBytes; bytes = bytes[BlockBytes..])
        {
            h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            h1 = ((BitOperations.RotateLeft(h1, 27) + h2) * 5) + 0x52dce729;
            h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..]));
            h2 = ((BitOperations.RotateLeft(h2, 31) + h1) * 5) + 0x38495ab5;
        }
        // The tail is mixed in as a block filled up with zeros: those change nothing.
        Span<byte> tail = stackalloc byte[BlockBytes];
        tail.Clear();
        bytes.CopyTo(tail);
        h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(tail[sizeof(ulong)..]));
        h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(tail));

        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        h1 = Final(h1);
        h2 = Final(h2);
        h1 += h2;
        h2 += h1;
        return new UInt128(h1, h2);
    }

    private static ulong MixFirst(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;

    private static ulong MixSecond(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;

    private static ulong Final(ulong k)
    {
        k = (k ^ (k >> 33)) * 0xff51afd7ed558ccd;
        k = (k ^ (k >> 33)) * 0xc4ceb9fe1a85ec53;
        return k ^ (k >> 33);
    }
}
