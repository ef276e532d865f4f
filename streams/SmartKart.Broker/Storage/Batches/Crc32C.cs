using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SmartKart.Broker.Storage;

/// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4), eight bytes a step on the processor's own instruction. Hot path: per batch.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        foreach (var last in bytes[(bytes.Length & ~7)..])
            crc = BitOperations.Crc32C(crc, last);
        return ~crc;
    }
}
