using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SmartKart.Broker.Storage;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720, appendix B.4), eight bytes a step on the processor's own instruction. Hot path: per batch.
/// </summary>
/// <remarks>
/// The instruction can begin every cycle but takes three to end, and each step waits for the one before. So a long input is taken as
/// stripes of three lanes whose checksums are computed side by side and joined after (Gopal et al., "Fast CRC Computation for iSCSI
/// Polynomial Using CRC32 Instruction", Intel 2011). Measured: 45 in place of 116 ns/kB; the same below one stripe.
/// </remarks>
internal static class Crc32C
{
    private const int LaneWords = 128, LaneBytes = LaneWords * sizeof(ulong);

    // What a checksum becomes over a lane of zeros, for each value of each of its four bytes. The checksum is linear: theirs are XORed.
    private static readonly uint[] OverALaneOfZeros = MakeTable();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 3 * LaneBytes; bytes = bytes[(3 * LaneBytes)..])
            crc = OverStripe(crc, MemoryMarshal.Cast<byte, ulong>(bytes[..(3 * LaneBytes)]));
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes)) crc = Over(crc, word);
        foreach (var last in bytes[(bytes.Length & ~7)..]) crc = BitOperations.Crc32C(crc, last);
        return ~crc;
    }

    private static uint OverStripe(uint crc, ReadOnlySpan<ulong> stripe)
    {
        var first = stripe[..LaneWords];
        var second = stripe.Slice(LaneWords, LaneWords);
        var third = stripe.Slice(2 * LaneWords, LaneWords);
        var (behindFirst, behindSecond) = (0u, 0u);
        for (var word = 0; word < LaneWords; word++)
        {
            crc = Over(crc, first[word]);
            behindFirst = Over(behindFirst, second[word]);
            behindSecond = Over(behindSecond, third[word]);
        }
        return OverZeros(OverZeros(crc) ^ behindFirst) ^ behindSecond;
    }

    private static uint Over(uint crc, ulong word) => BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));

    private static uint OverZeros(uint crc)
    {
        var table = OverALaneOfZeros;
        return table[(byte)crc] ^ table[256 + (byte)(crc >> 8)] ^ table[512 + (byte)(crc >> 16)] ^ table[768 + (crc >> 24)];
    }

    private static uint[] MakeTable()
    {
        var table = new uint[4 * 256];
        for (var bit = 0; bit < 32; bit++)
        {
            var (crc, row, value) = (1u << bit, bit / 8 * 256, 1 << bit % 8);
            for (var word = 0; word < LaneWords; word++) crc = BitOperations.Crc32C(crc, 0ul);
            // A byte is made of its bits: those below this one are there already.
            for (var below = 0; below < value; below++) table[row + value + below] = table[row + below] ^ crc;
        }
        return table;
    }
}
