using System.Text;

namespace SmartKart.FeatureStore.Online.Protocol;

/// <summary>What a reply is.</summary>
internal enum RespKind
{
    /// <summary>A line, such as OK.</summary>
    Line,
    /// <summary>An error's line.</summary>
    Error,
    /// <summary>A whole number.</summary>
    Number,
    /// <summary>Bytes.</summary>
    Bytes,
    /// <summary>The head of an array; its items follow.</summary>
    Array,
    /// <summary>Nothing: no such key.</summary>
    Null,
}

/// <summary>Reads replies, whose frames were found whole. Hot path: per value.</summary>
internal ref struct RespReader(ReadOnlySpan<byte> replies)
{
    private readonly ReadOnlySpan<byte> _replies = replies;
    private int _position;

    /// <summary>The bytes of what was read last: of a line, an error or a value.</summary>
    public ReadOnlySpan<byte> Bytes => _replies.Slice(Offset, Length);

    /// <summary>Where they begin.</summary>
    public int Offset { get; private set; }

    /// <summary>How many they are.</summary>
    public int Length { get; private set; }

    /// <summary>The number that was read last, or the number of items.</summary>
    public long Number { get; private set; }

    /// <summary>The same bytes as text, for messages and settings.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Reads the next reply, or the next item.</summary>
    public RespKind Read()
    {
        if (!RespFrames.TryReadHeader(_replies[_position..], out var kind, out var count, out var header))
            throw new FormatException("fewer replies than were asked for");
        (Offset, Length, Number) = (_position + 1, Math.Max(0, header - 3), count);
        _position += header;
        switch (kind)
        {
            case (byte)'+': return RespKind.Line;
            case (byte)'-': return RespKind.Error;
            case (byte)':': return RespKind.Number;
            case (byte)'*': return count < 0 ? RespKind.Null : RespKind.Array;
            default:
                if (count < 0) return RespKind.Null;
                (Offset, Length) = (_position, (int)count);
                _position += Length + 2;
                return RespKind.Bytes;
        }
    }

    /// <summary>Passes over the next reply, with its items.</summary>
    public void Skip()
    {
        for (long left = 1; left > 0; left--)
        {
            if (Read() == RespKind.Array) left += Number;
        }
    }
}
