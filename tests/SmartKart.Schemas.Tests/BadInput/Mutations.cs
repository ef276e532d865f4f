namespace SmartKart.Schemas.Tests.BadInput;

/// <summary>What happens to bytes on the way: flipped, set, cut, inserted, dropped, spliced with others; and what an attacker does: counts and lengths changed.</summary>
internal static class Mutations
{
    private static readonly byte[][] Numbers =
    [
        [0x00], [0x01], [0x7E], [0x7F], [0x80, 0x01], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFE, 0xFF, 0xFF, 0xFF, 0x0F],
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        [0x80, 0x00], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
    ];

    /// <summary>One to three changes to a copy of a message.</summary>
    public static byte[] Of(byte[] message, byte[] other, Random random)
    {
        var bytes = message;
        for (var changes = 1 + random.Next(3); changes > 0; changes--) bytes = One(bytes, other, random);
        return ReferenceEquals(bytes, message) ? [.. message] : bytes;
    }

    private static byte[] One(byte[] bytes, byte[] other, Random random)
    {
        var at = random.Next(bytes.Length + 1);
        var inside = Math.Max(0, at - 1);
        switch (random.Next(9))
        {
            case 0 or 1 when bytes.Length > 0: return With(bytes, inside, (byte)(bytes[inside] ^ (1 << random.Next(8))));
            case 2 when bytes.Length > 0: return With(bytes, inside, (byte)random.Next(256));
            case 3 when bytes.Length > 0: return With(bytes, inside, (byte)(bytes[inside] + random.Next(-2, 3)));
            case 4: return bytes[..at];
            case 5: return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            case 6: return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.Next(8))..]];
            case 7: return [.. bytes[..at], .. other[random.Next(other.Length + 1)..]];
            default: return [.. bytes[..at], .. Numbers[random.Next(Numbers.Length)], .. bytes[Math.Min(bytes.Length, at + random.Next(3))..]];
        }
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        var copy = (byte[])bytes.Clone();
        copy[at] = value;
        return copy;
    }
}
