using System.Buffers.Binary;

namespace SmartKart.Kafka;

/// <summary>
/// MurmurHash2 by Austin Appleby, 32 bits, with the seed that Kafka's Java clients hash keys with: what chooses a record's partition,
/// there and, as it is set, in librdkafka.
/// </summary>
public static class Murmur2
{
    private const uint Seed = 0x9747b28c;     // Kafka's
    private const uint Multiplier = 0x5bd1e995;
    private const int Shift = 24;             // both MurmurHash2's

    /// <summary>The partition of a key, as Kafka's default partitioner has it.</summary>
    /// <param name="key">The key's bytes.</param>
    /// <param name="partitions">How many there are.</param>
    public static int PartitionOf(ReadOnlySpan<byte> key, int partitions) => (Hash(key) & int.MaxValue) % partitions;

    /// <summary>The hash, as Java's int.</summary>
    public static int Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ (uint)bytes.Length;
        for (; bytes.Length >= sizeof(uint); bytes = bytes[sizeof(uint)..])
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Multiplier;
            word = (word ^ (word >> Shift)) * Multiplier;
            hash = (hash * Multiplier) ^ word;
        }
        if (!bytes.IsEmpty)
        {
            uint rest = 0;
            for (var i = bytes.Length - 1; i >= 0; i--) rest = (rest << 8) | bytes[i];
            hash = (hash ^ rest) * Multiplier;
        }
        hash = (hash ^ (hash >> 13)) * Multiplier;
        return (int)(hash ^ (hash >> 15));
    }
}
