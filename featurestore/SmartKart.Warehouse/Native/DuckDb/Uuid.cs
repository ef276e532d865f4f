using System.Buffers.Binary;

namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>A UUID is stored as an integer whose highest bit is flipped, so that signed order is the order of the texts.</summary>
internal static class Uuid
{
    private static readonly UInt128 HighestBit = UInt128.One << 127;

    internal static Guid FromStored(UInt128 stored)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, stored ^ HighestBit);
        return new Guid(bytes, bigEndian: true);
    }

    internal static UInt128 ToStored(Guid value) => Bits(value) ^ HighestBit;

    /// <summary>As its text reads.</summary>
    internal static UInt128 Bits(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
