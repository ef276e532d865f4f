using System.Security.Cryptography;
using System.Text;

namespace SmartKart.FeatureStore.Online.Writing;

/// <summary>What came of a write.</summary>
internal enum FenceAnswer
{
    /// <summary>A newer write is there already: this one is of a zombie, or late.</summary>
    Stale = 0,
    /// <summary>It is stored.</summary>
    Written = 1,
    /// <summary>A head alone, and the closed part that it goes with isn't there.</summary>
    Torn = 2,
}

/// <summary>
/// The script that keeps older writes out. It runs within Redis, which does nothing else meanwhile, so nobody writes between its look and its
/// write. An equal sequence passes: that is the same write again, after a reply that was lost.
/// </summary>
internal static class Fence
{
    // Sequences are compared in two parts, the lower one of 28 bits: a number in Lua is a double, and strings compare by the server's locale.
    // StoredValue and BlobHeader draw the bytes that are read here.
    private const string Script = """
        -- KEYS[1]: the entity; ARGV: the view's field, sequence (8 bytes), milliseconds to keep it or 0, value | head, [closed sequence (8 bytes)]
        local function fixed(bytes, at)
          local high, low = struct.unpack('>I4I4', bytes, at)
          return high * 16 + math.floor(low / 268435456), low % 268435456
        end
        -- Of a blob: seven bits a byte, the lowest first, behind its version and plan.
        local function varint(blob)
          local high, low, weight = 0, 0, 1
          for at = 10, math.min(18, #blob) do
            local bits = blob:byte(at) % 128 * weight
            if at < 14 then low = low + bits else high = high + bits end
            if blob:byte(at) < 128 then return high, low end
            weight = at == 13 and 1 or weight * 128
          end
          return -1, -1
        end
        local stored = redis.call('HGET', KEYS[1], ARGV[1]) or ''
        local high, low = -1, -1
        if #stored > 0 and stored:byte(1) >= 16 then high, low = varint(stored) elseif #stored >= 9 then high, low = fixed(stored, 2) end
        local newHigh, newLow = fixed(ARGV[2], 1)
        if high > newHigh or (high == newHigh and low > newLow) then return 0 end
        local value = ARGV[4]
        if ARGV[5] then
          if #stored < 25 or stored:byte(1) ~= 2 or stored:sub(10, 17) ~= ARGV[5] then return 2 end
          local closedEnd = 25 + struct.unpack('>I4', stored, 18)
          if #stored < closedEnd then return 2 end
          value = '\2' .. ARGV[2] .. stored:sub(10, 21) .. struct.pack('>I4', #value) .. stored:sub(26, closedEnd) .. value
        end
        -- Redis keeps a hash as long as the view that wants it longest: -2 is a new key, -1 one that is kept for ever.
        local keep, left = tonumber(ARGV[3]), redis.call('PTTL', KEYS[1])
        redis.call('HSET', KEYS[1], ARGV[1], value)
        if keep == 0 then
          if left >= 0 then redis.call('PERSIST', KEYS[1]) end
        elseif left == -2 or (left >= 0 and left < keep) then
          redis.call('PEXPIRE', KEYS[1], keep)
        end
        return 1
        """;

    /// <summary>The script's text, for SCRIPT LOAD.</summary>
    public static readonly byte[] Text = Encoding.UTF8.GetBytes(Script.ReplaceLineEndings("\n"));

    /// <summary>What it is called by, for EVALSHA: 40 hexadecimal digits.</summary>
    public static readonly byte[] Name = NameOf(Text);

    // Redis names scripts so; nothing is kept secret by it.
#pragma warning disable CA5350
    private static byte[] NameOf(byte[] text) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA1.HashData(text)));
#pragma warning restore CA5350
}
