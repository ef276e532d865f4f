using System.Buffers.Binary;

namespace SmartKart.Streams.State.Bytes;

/// <summary>
/// Hashes a key of a map in memory, eight bytes at a time, by multiplying to 128 bits and folding the halves together (the step of wyhash,
/// Wang Yi, 2019). It is never stored: only this process compares it. Hot path: per record.
/// </summary>
internal static class KeyHash
{
    // The first digits of pi's fraction in hexadecimal: odd, and nothing up the sleeve.
    private const ulong Seed = 0x243F6A8885A308D3;
    private const ulong Multiplier = 0x13198A2E03707345;

    public static uint Of(ReadOnlySpan<byte> key)
    {
        var hash = Seed ^ (ulong)key.Length;
        while (key.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key));
            key = key[sizeof(ulong)..];
        }
        if (key.Length >= sizeof(uint))
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt32LittleEndian(key));
            key = key[sizeof(uint)..];
        }
        foreach (var last in key) hash = (hash ^ last) * Multiplier;
        hash = Fold(hash);
        return (uint)(hash ^ hash >> 32);
    }

    private static ulong Fold(ulong value) => Math.BigMul(value, Multiplier, out var low) ^ low;
}
