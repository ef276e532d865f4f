using System.Buffers.Binary;

namespace SmartKart.Backfill.Simulation;

/// <summary>
/// Ids of simulated events: UUIDs of version 8, which RFC 9562 (section 5.8) leaves to their maker. Bits mixed from the seed and the event's number;
/// a hash of a name (version 5) would cost as much as the rest of an event.
/// <code>
/// seed and number, mixed   48 bits | 8 | the same, 12 bits | 2 | number × odd constant + mixed seed, 62 bits
/// </code>
/// The last part is one to one in the number, so a seed's ids differ for sure; those of two seeds differ by the first 60 bits' chance.
/// </summary>
internal static class SimulatedId
{
    private const ulong Low62 = (1UL << 62) - 1;

    internal static Guid Of(int seed, long number)
    {
        var mixed = Chance.Mix((ulong)(uint)seed);
        var high = Chance.Mix(mixed + (ulong)number);
        var low = unchecked(mixed + (ulong)number * 0x9E3779B97F4A7C15) & Low62;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (high & 0xFFFF_FFFF_FFFF_0FFF) | 0x8000); // version 8
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], low | 1UL << 63);                     // RFC 9562's variant
        return new Guid(bytes, bigEndian: true);
    }
}
