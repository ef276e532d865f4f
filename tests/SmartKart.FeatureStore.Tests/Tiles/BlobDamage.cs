using System.Buffers.Binary;
using System.Numerics;

namespace SmartKart.FeatureStore.Tests.Tiles;

/// <summary>What can befall the bytes of a blob.</summary>
internal static class BlobDamage
{
    /// <summary>Cut short, overwritten, lengthened, or some bits turned.</summary>
    public static byte[] Of(byte[] blob, Random random)
    {
        var damaged = blob.ToArray();
        switch (random.Next(4))
        {
            case 0: return damaged[..random.Next(damaged.Length)];
            case 1:
                random.NextBytes(damaged.AsSpan(random.Next(damaged.Length)));
                return damaged;
            case 2:
                return [.. damaged, .. new byte[1 + random.Next(20)]];
            default:
                for (var i = random.Next(3); i >= 0; i--) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                return damaged;
        }
    }

    /// <summary>Makes the checksum fit the damage.</summary>
    public static void Mend(Span<byte> blob)
    {
        if (blob.Length < sizeof(uint)) return;
        var checksum = ~0u;
        foreach (var next in blob[..^sizeof(uint)]) checksum = BitOperations.Crc32C(checksum, next);
        BinaryPrimitives.WriteUInt32LittleEndian(blob[^sizeof(uint)..], ~checksum);
    }
}
