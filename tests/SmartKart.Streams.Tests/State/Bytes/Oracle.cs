using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Tests.State.Bytes;

/// <summary>Unsigned byte order.</summary>
internal sealed class ByteOrder : IComparer<byte[]>
{
    public static ByteOrder Instance { get; } = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}

/// <summary>What an ordered map of bytes must do, in the plainest way.</summary>
internal sealed class Oracle : SortedDictionary<byte[], byte[]>
{
    public Oracle()
        : base(ByteOrder.Instance)
    {
    }

    public Oracle(Oracle other)
        : base(other, ByteOrder.Instance)
    {
    }

    public List<string> Scan(in BytesRange range, KeyTime? time = null)
    {
        var found = new List<string>();
        foreach (var (key, value) in this)
        {
            if (range.From is { } from && key.AsSpan().SequenceCompareTo(from.Span) < 0) continue;
            if (range.To is { } to && key.AsSpan().SequenceCompareTo(to.Span) > 0) continue;
            if (time is { } at && (at.Of(key) < range.TimeFromMs || at.Of(key) > range.TimeToMs)) continue;
            found.Add(Text(key, value));
        }
        if (range.Reverse) found.Reverse();
        return found;
    }

    public static List<string> Read(IBytesCursor cursor)
    {
        using (cursor)
        {
            var found = new List<string>();
            while (cursor.MoveNext()) found.Add(Text(cursor.Key, cursor.Value));
            return found;
        }
    }

    // Values are random: the ends of a long one tell it from others.
    public static string Text(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => value.Length <= 64
        ? $"{Convert.ToHexString(key)}={Convert.ToHexString(value)}"
        : $"{Convert.ToHexString(key)}={Convert.ToHexString(value[..16])}…{Convert.ToHexString(value[^16..])}, {value.Length} B";
}

/// <summary>Random keys, values and ranges from one seed: few keys, so that they meet.</summary>
internal sealed class RandomBytes(int seed)
{
    public Random Random { get; } = new(seed);

    public byte[] Key()
    {
        // Lengths and bytes that make keys prefixes of others, and order differ from that of signed bytes.
        var key = new byte[Random.Next(0, 4)];
        for (var i = 0; i < key.Length; i++) key[i] = (byte)(Random.Next(6) switch { 0 => 0, 1 => 255, 2 => 128, var other => 'a' + other });
        return key;
    }

    public byte[] TimedKey(long nowMs)
    {
        var key = Key();
        Array.Resize(ref key, key.Length + WindowSuffixBytes);
        KeyTime.Write(key.AsSpan(key.Length - WindowSuffixBytes), nowMs + Random.Next(-200_000, 60_000));
        return key;
    }

    public byte[] Value()
    {
        var value = new byte[Random.Next(200) == 0 ? Random.Next(100_000) : Random.Next(60)];
        Random.NextBytes(value);
        return value;
    }

    public BytesRange Range(Func<byte[]> key) => BytesRange.All with
    {
        From = Random.Next(3) == 0 ? default(ReadOnlyMemory<byte>?) : key(),
        To = Random.Next(3) == 0 ? default(ReadOnlyMemory<byte>?) : key(),
        Reverse = Random.Next(2) == 0,
    };

    private const int WindowSuffixBytes = 12;
}
