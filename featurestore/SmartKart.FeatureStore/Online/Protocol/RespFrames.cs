namespace SmartKart.FeatureStore.Online.Protocol;

/// <summary>
/// Finds where some replies end, without reading what they say. It goes on where the bytes ended the last time, so that a long reply is
/// looked at once, however it arrives. Hot path: per value of a reply.
/// </summary>
internal struct RespFrames
{
    private long _outstanding;
    private int _position;

    /// <summary>Begins to look for so many replies.</summary>
    public void Begin(int replies) => (_outstanding, _position) = (replies, 0);

    /// <summary>Goes on.</summary>
    /// <param name="bytes">What arrived so far, from the first reply on.</param>
    /// <param name="length">Of all the replies together, if they are whole; else how many bytes there will be at least.</param>
    /// <returns>Whether they are whole.</returns>
    /// <exception cref="FormatException">These are no replies.</exception>
    public bool TryFind(ReadOnlySpan<byte> bytes, out int length)
    {
        while (_outstanding > 0)
        {
            if (!TryReadHeader(bytes[_position..], out var kind, out var count, out var headerBytes))
            {
                length = bytes.Length + 1;
                return false;
            }
            var end = _position + headerBytes;
            if (kind == (byte)'$' && count >= 0)
            {
                if (count > int.MaxValue - end - 2) throw new FormatException($"a value of {count} bytes");
                end += (int)count + 2;
                if (end > bytes.Length)
                {
                    length = end;
                    return false;
                }
            }
            else if (kind == (byte)'*' && count > 0)
            {
                _outstanding += count;
            }
            _outstanding--;
            _position = end;
        }
        length = _position;
        return true;
    }

    /// <summary>Reads a reply's first line.</summary>
    /// <param name="bytes">From the reply on.</param>
    /// <param name="kind">Its first byte: <c>+ - : $ *</c>.</param>
    /// <param name="count">Of a number: the number; of a value: its bytes; of an array: its items; −1 for null. Else 0.</param>
    /// <param name="length">Of the line with its end.</param>
    /// <returns>Whether the line is whole.</returns>
    internal static bool TryReadHeader(ReadOnlySpan<byte> bytes, out byte kind, out long count, out int length)
    {
        (kind, count, length) = (0, 0, 0);
        if (bytes.IsEmpty) return false;
        kind = bytes[0];
        switch (kind)
        {
            case (byte)'$' or (byte)'*' or (byte)':':
                return TryReadNumber(bytes, ref count, out length);
            case (byte)'+' or (byte)'-':
                length = bytes.IndexOf((byte)'\n') + 1;
                return length > 0;
            default:
                throw new FormatException($"a reply that begins with byte {kind}");
        }
    }

    // By hand: it is three digits or so, and there is one for each value of a read, which is looked at twice.
    private static bool TryReadNumber(ReadOnlySpan<byte> line, ref long number, out int length)
    {
        length = 0;
        var isNegative = line.Length > 1 && line[1] == '-';
        var first = isNegative ? 2 : 1;
        for (var at = first; at < line.Length; at++)
        {
            var digit = (uint)(line[at] - '0');
            if (digit <= 9)
            {
                if (number > (long.MaxValue - digit) / 10) throw new FormatException("a number that no Int64 holds");
                number = (number * 10) + digit;
                continue;
            }
            if (line[at] != '\r' || at == first) throw new FormatException($"a number with byte {line[at]} in it");
            if (at + 1 == line.Length) return false;
            if (line[at + 1] != '\n') throw new FormatException($"a line that ends with byte {line[at + 1]}");
            if (isNegative) number = -number;
            length = at + 2;
            return true;
        }
        return false;
    }
}
