using System.Buffers;
using System.Text;

namespace SmartKart.Broker.Protocol;

/// <summary>Sizes and writes messages.</summary>
internal static class MessageWriter
{
    /// <summary>How many bytes <see cref="Write"/> will write.</summary>
    public static long Size<T>(T message, short version, bool flexible) where T : class, IMessage =>
        MessageWriter<CountingOutput>.Write(message, message.GetType().Name, version, flexible, default).Written;

    /// <exception cref="ProtocolException">The version cannot say what the message holds.</exception>
    public static void Write<T>(IBufferWriter<byte> buffer, T message, short version, bool flexible) where T : class, IMessage =>
        MessageWriter<BufferOutput>.Write(message, message.GetType().Name, version, flexible, new BufferOutput(buffer)).Flush();
}

/// <summary>Writes a message to an output. Hot path: per response.</summary>
internal ref partial struct MessageWriter<TOutput> : IMessageCodec where TOutput : struct, IMessageOutput, allows ref struct
{
    private readonly string _message;
    private readonly short _version;
    private readonly bool _flexible;
    private TOutput _output;

    /// <summary>How many tagged fields the structure at hand sends, until that number is written.</summary>
    private int _tagsToAnnounce;

    private MessageWriter(string message, short version, bool flexible, TOutput output)
    {
        _message = message;
        _version = version;
        _flexible = flexible;
        _output = output;
    }

    /// <returns>The output, as it is after the message.</returns>
    public static TOutput Write<T>(T part, string message, short version, bool flexible, TOutput output) where T : class, IMessagePart
    {
        var writer = new MessageWriter<TOutput>(message, version, flexible, output);
        writer.Content(part);
        return writer._output;
    }

    public void Bool(scoped ref bool value, short since, short until, string name)
    {
        if (Has(since, until))
            _output.Byte(value ? (byte)1 : (byte)0);
    }

    public void Int8(scoped ref sbyte value, short since, short until, string name)
    {
        if (Has(since, until))
            _output.Byte((byte)value);
    }

    public void Int16(scoped ref short value, short since, short until, string name)
    {
        if (Has(since, until))
            _output.Int16(value);
    }

    public void Int32(scoped ref int value, short since, short until, string name)
    {
        if (Has(since, until))
            _output.Int32(value);
    }

    public void Int64(scoped ref long value, short since, short until, string name)
    {
        if (Has(since, until))
            _output.Int64(value);
    }

    public void Uuid(scoped ref Guid value, short since, short until, string name)
    {
        if (Has(since, until))
            _output.Uuid(value);
    }

    public void Error(scoped ref ErrorCode value, short since, short until, string name)
    {
        if (Has(since, until))
            _output.Int16((short)value);
    }

    public void String(scoped ref string value, short since, short until, string name)
    {
        if (Has(since, until))
            Text(value, _flexible, name);
    }

    public void NullableString(scoped ref string? value, short since, short until, short nullableSince, bool compact, string name)
    {
        if (!Has(since, until))
            return;
        if (value is not null)
            Text(value, _flexible && compact, name);
        else if (_version < nullableSince)
            throw Null(name);
        else if (_flexible && compact)
            _output.Varint(0);
        else
            _output.Int16(-1);
    }

    public void Bytes(scoped ref byte[] value, short since, short until, string name)
    {
        if (!Has(since, until))
            return;
        Length(value.Length);
        _output.Bytes(value);
    }

    public void NullableBytes(scoped ref byte[]? value, short since, short until, short nullableSince, string name)
    {
        if (!Has(since, until))
            return;
        NullableLength(value?.Length, nullableSince, name);
        if (value is not null)
            _output.Bytes(value);
    }

    public void Records(scoped ref Records? value, short since, short until, string name)
    {
        if (!Has(since, until))
            return;
        if (value?.Length > int.MaxValue)
            throw Wrong($"{value?.Length} bytes of records; a field holds {int.MaxValue}", name);
        NullableLength((int?)value?.Length, IMessageCodec.FromTheStart, name);
        if (value is { } records)
            _output.Records(records);
    }

    private readonly bool Has(short since, short until) => _version >= since && _version <= until;

    private void Text(string text, bool compact, string name)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > short.MaxValue)
            throw Wrong($"a string of {bytes} bytes; the protocol's longest has {short.MaxValue}", name);
        if (compact)
            _output.Varint((uint)bytes + 1);
        else
            _output.Int16((short)bytes);
        _output.Text(text, bytes);
    }

    private void Length(int length)
    {
        if (_flexible)
            _output.Varint((uint)length + 1);
        else
            _output.Int32(length);
    }

    private void NullableLength(int? length, short nullableSince, string name)
    {
        if (length is null && _version < nullableSince)
            throw Null(name);
        Length(length ?? -1);
    }

    private readonly ProtocolException Null(string name) => Wrong("null, which this version cannot say", name);

    private readonly ProtocolException Wrong(string problem, string name) => new(problem, _message, _version, name, _output.Written);
}
