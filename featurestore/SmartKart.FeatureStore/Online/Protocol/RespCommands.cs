using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace SmartKart.FeatureStore.Online.Protocol;

/// <summary>
/// Commands on their way to Redis, in its protocol (RESP2): <c>*2\r\n$3\r\nGET\r\n$1\r\nk\r\n</c>. Reusable: it keeps its buffer. Hot path: per
/// key of a read.
/// </summary>
internal sealed class RespCommands
{
    // '$' or '*', ten digits, \r\n.
    private const int HeaderBytesMax = 13;

    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    /// <summary>How many replies they will have.</summary>
    public int Count { get; private set; }

    /// <summary>The commands' bytes.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        _buffer.ResetWrittenCount();
        Count = 0;
    }

    /// <summary>Begins a command; so many calls of <see cref="Add(ReadOnlySpan{byte})"/> must follow.</summary>
    /// <param name="parts">Its name and arguments, counted.</param>
    public RespCommands Begin(int parts)
    {
        Header((byte)'*', parts);
        Count++;
        return this;
    }

    /// <summary>Adds a part of the command.</summary>
    public RespCommands Add(ReadOnlySpan<byte> part)
    {
        Header((byte)'$', part.Length);
        Raw(part);
        Raw("\r\n"u8);
        return this;
    }

    /// <summary>Adds a part that is a number.</summary>
    public RespCommands Add(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var bytes);
        return Add(digits[..bytes]);
    }

    /// <summary>Adds a whole command, all of which but one part is written as it is sent.</summary>
    /// <param name="before">What comes before the part.</param>
    /// <param name="part">The part itself.</param>
    /// <param name="after">What comes after it.</param>
    public void Add(ReadOnlySpan<byte> before, ReadOnlySpan<byte> part, ReadOnlySpan<byte> after)
    {
        Raw(before);
        Add(part);
        Raw(after);
        Count++;
    }

    /// <summary>Adds a whole command of texts. For what is sent once per connection.</summary>
    public RespCommands Append(params ReadOnlySpan<string> parts)
    {
        Begin(parts.Length);
        foreach (var part in parts) Add(Encoding.UTF8.GetBytes(part));
        return this;
    }

    private void Header(byte kind, int count)
    {
        var header = _buffer.GetSpan(HeaderBytesMax);
        header[0] = kind;
        Utf8Formatter.TryFormat(count, header[1..], out var digits);
        "\r\n"u8.CopyTo(header[(1 + digits)..]);
        _buffer.Advance(digits + 3);
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.GetSpan(bytes.Length));
        _buffer.Advance(bytes.Length);
    }
}
