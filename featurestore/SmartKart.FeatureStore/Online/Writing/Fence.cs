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
    // Sequences are compared in halves: a number in Lua is a double, and strings compare by the server's locale.
    private const string Script = """
        -- KEYS[1]; ARGV: sequence (8 bytes), milliseconds to keep it or 0, value | head, [closed sequence (8 bytes)]
        local stored = redis.call('GETRANGE', KEYS[1], 0, 20)
        if #stored >= 9 then
          local high, low = struct.unpack('>I4I4', stored, 2)
          local newHigh, newLow = struct.unpack('>I4I4', ARGV[1])
          if high > newHigh or (high == newHigh and low > newLow) then return 0 end
        end
        local keep = tonumber(ARGV[2])
        if not ARGV[4] then
          if keep > 0 then redis.call('SET', KEYS[1], ARGV[3], 'PX', keep) else redis.call('SET', KEYS[1], ARGV[3]) end
          return 1
        end
        if #stored < 21 or stored:byte(1) ~= 2 or stored:sub(10, 17) ~= ARGV[4] then return 2 end
        redis.call('SETRANGE', KEYS[1], 25 + struct.unpack('>I4', stored, 18), ARGV[3])
        redis.call('SETRANGE', KEYS[1], 21, struct.pack('>I4', #ARGV[3]))
        redis.call('SETRANGE', KEYS[1], 1, ARGV[1])
        -- A head may hold a late event alone: what is kept longer for a newer one stays so.
        local left = redis.call('PTTL', KEYS[1])
        if left >= 0 and left < keep then redis.call('PEXPIRE', KEYS[1], keep) end
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
