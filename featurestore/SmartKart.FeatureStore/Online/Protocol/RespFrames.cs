using System.Buffers.Text;

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
        (kind, count) = (0, 0);
        length = bytes.IndexOf((byte)'\n') + 1;
        if (length == 0) return false;
        kind = bytes[0];
        var line = bytes[1..Math.Max(1, length - 2)];
        return kind switch
        {
            (byte)'+' or (byte)'-' => true,
            (byte)':' or (byte)'$' or (byte)'*' when Utf8Parser.TryParse(line, out count, out var digits) && digits == line.Length => true,
            _ => throw new FormatException($"a reply that begins with byte {kind}"),
        };
    }
}
