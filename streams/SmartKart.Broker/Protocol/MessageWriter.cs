using System.Buffers;

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
internal ref struct MessageWriter<TOutput> : IMessageCodec where TOutput : struct, IMessageOutput, allows ref struct
{
    private WireWriter<TOutput> _wire;
    private TagWriter _tags;

    private MessageWriter(WireWriter<TOutput> wire) => _wire = wire;

    /// <returns>The output, as it is after the message.</returns>
    public static TOutput Write<T>(T part, string message, short version, bool flexible, TOutput output) where T : class, IMessagePart
    {
        var writer = new MessageWriter<TOutput>(new WireWriter<TOutput>(message, version, flexible, output));
        writer.Content(part);
        return writer._wire.Output;
    }

    public void Bool(scoped ref bool value, short since, short until, string name)
    {
        if (Has(since, until))
            _wire.Output.Byte(value ? (byte)1 : (byte)0);
    }

    public void Int8(scoped ref sbyte value, short since, short until, string name)
    {
        if (Has(since, until))
            _wire.Output.Byte((byte)value);
    }

    public void Int16(scoped ref short value, short since, short until, string name)
    {
        if (Has(since, until))
            _wire.Output.Int16(value);
    }

    public void Int32(scoped ref int value, short since, short until, string name)
    {
        if (Has(since, until))
            _wire.Output.Int32(value);
    }

    public void Int64(scoped ref long value, short since, short until, string name)
    {
        if (Has(since, until))
            _wire.Output.Int64(value);
    }

    public void Uuid(scoped ref Guid value, short since, short until, string name)
    {
        if (Has(since, until))
            _wire.Output.Uuid(value);
    }

    public void Error(scoped ref ErrorCode value, short since, short until, string name)
    {
        if (Has(since, until))
            _wire.Output.Int16((short)value);
    }

    public void String(scoped ref string value, short since, short until, string name)
    {
        if (Has(since, until))
            _wire.Text(value, _wire.IsFlexible, name);
    }

    public void NullableString(scoped ref string? value, short since, short until, short nullableSince, bool compact, string name)
    {
        if (!Has(since, until))
            return;
        if (value is not null)
            _wire.Text(value, _wire.IsFlexible && compact, name);
        else if (_wire.Version < nullableSince)
            throw _wire.Null(name);
        else if (_wire.IsFlexible && compact)
            _wire.Output.Varint(0);
        else
            _wire.Output.Int16(-1);
    }

    public void Bytes(scoped ref byte[] value, short since, short until, string name)
    {
        if (!Has(since, until))
            return;
        _wire.Length(value.Length);
        _wire.Output.Bytes(value);
    }

    public void NullableBytes(scoped ref byte[]? value, short since, short until, short nullableSince, string name)
    {
        if (!Has(since, until))
            return;
        _wire.NullableLength(value?.Length, nullableSince, name);
        if (value is not null)
            _wire.Output.Bytes(value);
    }

    public void Records(scoped ref Records? value, short since, short until, string name)
    {
        if (!Has(since, until))
            return;
        if (value?.Length > int.MaxValue)
            throw _wire.Wrong($"{value?.Length} bytes of records; a field holds {int.MaxValue}", name);
        _wire.NullableLength((int?)value?.Length, IMessageCodec.FromTheStart, name);
        if (value is { } records)
            _wire.Output.Records(records);
    }

    public void Array(scoped ref List<int> value, short since, short until, string name)
    {
        if (Has(since, until))
            _wire.Ints(value);
    }

    public void NullableArray(scoped ref List<int>? value, short since, short until, short nullableSince, string name)
    {
        if (!Has(since, until))
            return;
        if (value is null)
            _wire.NullableLength(null, nullableSince, name);
        else
            _wire.Ints(value);
    }

    public void Array(scoped ref List<long> value, short since, short until, string name)
    {
        if (Has(since, until))
            _wire.Longs(value);
    }

    public void Array(scoped ref List<string> value, short since, short until, string name)
    {
        if (Has(since, until))
            _wire.Strings(value, name);
    }

    public void NullableArray(scoped ref List<string>? value, short since, short until, short nullableSince, string name)
    {
        if (!Has(since, until))
            return;
        if (value is null)
            _wire.NullableLength(null, nullableSince, name);
        else
            _wire.Strings(value, name);
    }

    public void Array<T>(scoped ref List<T> value, short since, short until, string name) where T : class, IMessagePart, new()
    {
        if (Has(since, until))
            Parts(value);
    }

    public void NullableArray<T>(scoped ref List<T>? value, short since, short until, short nullableSince, string name)
        where T : class, IMessagePart, new()
    {
        if (!Has(since, until))
            return;
        if (value is null)
            _wire.NullableLength(null, nullableSince, name);
        else
            Parts(value);
    }

    public void Part<T>(scoped ref T value, short since, short until, string name) where T : class, IMessagePart, new()
    {
        if (Has(since, until))
            Content(value);
    }

    public void NullablePart<T>(scoped ref T? value, short since, short until, string name) where T : class, IMessagePart, new()
    {
        if (!Has(since, until))
            return;
        _wire.Output.Byte(value is null ? byte.MaxValue : (byte)1); // -1 is null
        if (value is not null)
            Content(value);
    }

    public void Tagged(int tag, scoped ref bool value, short since, string name)
    {
        if (value && Sends(since))
        {
            _tags.Tag(ref _wire, tag, sizeof(bool));
            _wire.Output.Byte(1);
        }
    }

    public void Tagged(int tag, scoped ref long value, short since, long absent, string name)
    {
        if (value != absent && Sends(since))
        {
            _tags.Tag(ref _wire, tag, sizeof(long));
            _wire.Output.Int64(value);
        }
    }

    public void Tagged(int tag, scoped ref Guid value, short since, string name)
    {
        if (value != Guid.Empty && Sends(since))
        {
            _tags.Tag(ref _wire, tag, WireSize.Uuid);
            _wire.Output.Uuid(value);
        }
    }

    public void Tagged(int tag, scoped ref ErrorCode value, short since, string name)
    {
        if (value != ErrorCode.None && Sends(since))
        {
            _tags.Tag(ref _wire, tag, sizeof(short));
            _wire.Output.Int16((short)value);
        }
    }

    public void Tagged(int tag, scoped ref string? value, short since, string name)
    {
        if (value is not null && Sends(since))
        {
            var sizer = Sizer();
            sizer._wire.Text(value, compact: true, name);
            _tags.Tag(ref _wire, tag, sizer._wire.Output.Written);
            _wire.Text(value, compact: true, name);
        }
    }

    public void Tagged(int tag, scoped ref List<int> value, short since, string name)
    {
        if (value.Count > 0 && Sends(since))
        {
            var sizer = Sizer();
            sizer._wire.Ints(value);
            _tags.Tag(ref _wire, tag, sizer._wire.Output.Written);
            _wire.Ints(value);
        }
    }

    public void Tagged<T>(int tag, scoped ref T? value, short since, string name) where T : class, IMessagePart, new()
    {
        if (value is not null && Sends(since))
        {
            var sizer = Sizer();
            sizer.Content(value);
            _tags.Tag(ref _wire, tag, sizer._wire.Output.Written);
            Content(value);
        }
    }

    public void Tagged<T>(int tag, scoped ref List<T> value, short since, string name) where T : class, IMessagePart, new()
    {
        if (value.Count > 0 && Sends(since))
        {
            var sizer = Sizer();
            sizer.Parts(value);
            _tags.Tag(ref _wire, tag, sizer._wire.Output.Written);
            Parts(value);
        }
    }

    private readonly bool Sends(short since) => _wire.IsFlexible && _wire.Version >= since;

    private readonly MessageWriter<CountingOutput> Sizer() => new(_wire.Sizer());

    private readonly bool Has(short since, short until) => _wire.Version >= since && _wire.Version <= until;

    private void Content<T>(T part) where T : class, IMessagePart
    {
        if (!_wire.IsFlexible)
        {
            part.Describe(ref this);
            return;
        }
        var outer = _tags;
        _tags = new TagWriter(TagCounter.Count(part, _wire.Version));
        part.Describe(ref this);
        _tags.Announce(ref _wire);
        _tags = outer;
    }

    private void Parts<T>(List<T> list) where T : class, IMessagePart
    {
        _wire.Length(list.Count);
        foreach (var part in list)
            Content(part);
    }
}
