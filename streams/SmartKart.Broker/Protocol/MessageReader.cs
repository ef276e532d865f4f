using System.Buffers;

namespace SmartKart.Broker.Protocol;

/// <summary>
/// Reads a message from bytes that nobody vouches for. No length and no count is believed before the bytes that are left
/// could justify it, so what a message costs in memory is bounded by its size. Hot path: per request.
/// </summary>
/// <remarks>Bytes after a message's last field are ignored, as Kafka ignores them.</remarks>
internal ref partial struct MessageReader : IMessageCodec
{
    private readonly string _message;
    private readonly short _version;
    private readonly bool _flexible;
    private SequenceReader<byte> _input;
    private TagSection _tags;

    private MessageReader(in ReadOnlySequence<byte> input, string message, short version, bool flexible)
    {
        _message = message;
        _version = version;
        _flexible = flexible;
        _input = new SequenceReader<byte>(input);
    }

    /// <summary>Reads a message from the beginning of <paramref name="input"/>.</summary>
    /// <param name="input">The bytes, of which the message's records remain slices.</param>
    /// <param name="version">The version they are written in.</param>
    /// <param name="flexible">Whether that version has compact lengths and tagged fields.</param>
    /// <param name="message">What is filled in.</param>
    /// <returns>How many bytes the message took.</returns>
    /// <exception cref="ProtocolException">The bytes are no such message.</exception>
    public static long Read<T>(in ReadOnlySequence<byte> input, short version, bool flexible, T message) where T : class, IMessage
    {
        var reader = new MessageReader(input, message.GetType().Name, version, flexible);
        reader.Content(message);
        return reader._input.Consumed;
    }

    public void Bool(scoped ref bool value, short since, short until, string name)
    {
        if (Has(since, until))
            value = Byte(name) != 0;
    }

    public void Int8(scoped ref sbyte value, short since, short until, string name)
    {
        if (Has(since, until))
            value = (sbyte)Byte(name);
    }

    public void Int16(scoped ref short value, short since, short until, string name)
    {
        if (Has(since, until))
            value = Short(name);
    }

    public void Int32(scoped ref int value, short since, short until, string name)
    {
        if (Has(since, until))
            value = Int(name);
    }

    public void Int64(scoped ref long value, short since, short until, string name)
    {
        if (Has(since, until))
            value = Long(name);
    }

    public void Uuid(scoped ref Guid value, short since, short until, string name)
    {
        if (Has(since, until))
            value = Sixteen(name);
    }

    public void Error(scoped ref ErrorCode value, short since, short until, string name)
    {
        if (Has(since, until))
            value = (ErrorCode)Short(name);
    }

    public void String(scoped ref string value, short since, short until, string name)
    {
        if (Has(since, until))
            value = Text(_flexible, name) ?? throw Null(name);
    }

    public void NullableString(scoped ref string? value, short since, short until, short nullableSince, bool compact, string name)
    {
        if (Has(since, until))
            value = Text(_flexible && compact, name) ?? (MayBeNull(nullableSince) ? null : throw Null(name));
    }

    public void Bytes(scoped ref byte[] value, short since, short until, string name)
    {
        if (Has(since, until))
            value = Copy(name) ?? throw Null(name);
    }

    public void NullableBytes(scoped ref byte[]? value, short since, short until, short nullableSince, string name)
    {
        if (Has(since, until))
            value = Copy(name) ?? (MayBeNull(nullableSince) ? null : throw Null(name));
    }

    public void Records(scoped ref Records? value, short since, short until, string name)
    {
        if (!Has(since, until))
            return;
        var length = Length(name);
        if (length < 0)
        {
            value = null;
            return;
        }
        Require(length, name);
        value = new Records(_input.Sequence.Slice(_input.Position, length));
        _input.Advance(length);
    }

    private readonly bool Has(short since, short until) => _version >= since && _version <= until;

    private readonly bool MayBeNull(short nullableSince) => _version >= nullableSince;
}
