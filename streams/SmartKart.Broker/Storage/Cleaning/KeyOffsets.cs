using System.Security.Cryptography;
using System.Runtime.InteropServices;

namespace SmartKart.Broker.Storage;

/// <summary>
/// The last offset of each key, by 128 bits of the key's SHA-256: bounded memory whatever the keys' length, and no two keys
/// that anyone could make to collide. Hot path of compaction: per record.
/// </summary>
/// <param name="capacity">Keys that are remembered at most.</param>
internal sealed class KeyOffsets(int capacity)
{
    private readonly Dictionary<UInt128, long> _offsets = [];

    /// <summary>False where the key is new and there is no room.</summary>
    public bool TrySet(ReadOnlySpan<byte> key, long offset)
    {
        var hash = HashOf(key);
        if (_offsets.Count >= capacity && !_offsets.ContainsKey(hash)) return false;
        _offsets[hash] = offset;
        return true;
    }

    /// <summary>The key's last offset; −1 where it has none.</summary>
    public long LastOf(ReadOnlySpan<byte> key) => _offsets.GetValueOrDefault(HashOf(key), -1);

    private static UInt128 HashOf(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
