using System.Buffers;

namespace SmartKart.Broker.Protocol;

/// <summary>
/// Reads a message from bytes that nobody vouches for. No length and no count is believed before the bytes that are left
/// could justify it, so what a message costs in memory is bounded by its size. Hot path: per request.
/// </summary>
/// <remarks>Bytes after a message's last field are ignored, as Kafka ignores them.</remarks>
internal ref struct MessageReader : IMessageCodec
{
    /// <summary>No list of a structure without fields exists, so each item takes a byte at least.</summary>
    private const int SmallestPart = 1;

    private WireReader _wire;
    private TagReader _tags;

    /// <summary>Reads a message from the beginning of <paramref name="input"/>.</summary>
    /// <param name="input">The bytes, of which the message's records remain slices.</param>
    /// <param name="version">The version they are written in.</param>
    /// <param name="flexible">Whether that version has compact lengths and tagged fields.</param>
    /// <param name="message">What is filled in.</param>
    /// <returns>How many bytes the message took.</returns>
    /// <exception cref="ProtocolException">The bytes are no such message.</exception>
    public static long Read<T>(in ReadOnlySequence<byte> input, short version, bool flexible, T message) where T : class, IMessage
    {
        var reader = new MessageReader { _wire = new WireReader(input, message.GetType().Name, version, flexible) };
        reader.Content(message);
        return reader._wire.Consumed;
    }

    public void Bool(scoped ref bool value, short since, short until, string name)
    {
        if (Has(since, until))
            value = _wire.Byte(name) != 0;
    }

    public void Int8(scoped ref sbyte value, short since, short until, string name)
    {
        if (Has(since, until))
            value = (sbyte)_wire.Byte(name);
    }

    public void Int16(scoped ref short value, short since, short until, string name)
    {
        if (Has(since, until))
            value = _wire.Short(name);
    }

    public void Int32(scoped ref int value, short since, short until, string name)
    {
        if (Has(since, until))
            value = _wire.Int(name);
    }

    public void Int64(scoped ref long value, short since, short until, string name)
    {
        if (Has(since, until))
            value = _wire.Long(name);
    }

    public void Uuid(scoped ref Guid value, short since, short until, string name)
    {
        if (Has(since, until))
            value = _wire.Sixteen(name);
    }

    public void Error(scoped ref ErrorCode value, short since, short until, string name)
    {
        if (Has(since, until))
            value = (ErrorCode)_wire.Short(name);
    }

    public void String(scoped ref string value, short since, short until, string name)
    {
        if (Has(since, until))
            value = _wire.Text(_wire.IsFlexible, name) ?? throw _wire.Null(name);
    }

    public void NullableString(scoped ref string? value, short since, short until, short nullableSince, bool compact, string name)
    {
        if (Has(since, until))
            value = _wire.Text(_wire.IsFlexible && compact, name) ?? (MayBeNull(nullableSince) ? null : throw _wire.Null(name));
    }

    public void Bytes(scoped ref byte[] value, short since, short until, string name)
    {
        if (Has(since, until))
            value = _wire.Copy(name) ?? throw _wire.Null(name);
    }

    public void NullableBytes(scoped ref byte[]? value, short since, short until, short nullableSince, string name)
    {
        if (Has(since, until))
            value = _wire.Copy(name) ?? (MayBeNull(nullableSince) ? null : throw _wire.Null(name));
    }

    public void Records(scoped ref Records? value, short since, short until, string name)
    {
        if (Has(since, until))
            value = _wire.Slice(name);
    }

    public void Array(scoped ref List<int> value, short since, short until, string name)
    {
        if (Has(since, until))
            value = _wire.Ints(value, name) ?? throw _wire.Null(name);
    }

    public void NullableArray(scoped ref List<int>? value, short since, short until, short nullableSince, string name)
    {
        if (Has(since, until))
            value = _wire.Ints(value, name) ?? (MayBeNull(nullableSince) ? null : throw _wire.Null(name));
    }

    public void Array(scoped ref List<long> value, short since, short until, string name)
    {
        if (Has(since, until))
            value = _wire.Longs(value, name) ?? throw _wire.Null(name);
    }

    public void Array(scoped ref List<string> value, short since, short until, string name)
    {
        if (Has(since, until))
            value = _wire.Strings(value, name) ?? throw _wire.Null(name);
    }

    public void NullableArray(scoped ref List<string>? value, short since, short until, short nullableSince, string name)
    {
        if (Has(since, until))
            value = _wire.Strings(value, name) ?? (MayBeNull(nullableSince) ? null : throw _wire.Null(name));
    }

    public void Array<T>(scoped ref List<T> value, short since, short until, string name) where T : class, IMessagePart, new()
    {
        if (Has(since, until))
            value = Parts(value, name) ?? throw _wire.Null(name);
    }

    public void NullableArray<T>(scoped ref List<T>? value, short since, short until, short nullableSince, string name)
        where T : class, IMessagePart, new()
    {
        if (Has(since, until))
            value = Parts(value, name) ?? (MayBeNull(nullableSince) ? null : throw _wire.Null(name));
    }

    public void Part<T>(scoped ref T value, short since, short until, string name) where T : class, IMessagePart, new()
    {
        if (Has(since, until))
            Content(value = new T());
    }

    public void NullablePart<T>(scoped ref T? value, short since, short until, string name) where T : class, IMessagePart, new()
    {
        if (!Has(since, until))
            return;
        if ((sbyte)_wire.Byte(name) < 0)
            value = null;
        else
            Content(value = new T());
    }

    public void Tagged(int tag, scoped ref bool value, short since, string name)
    {
        if (_tags.Reaches(ref _wire, tag, since, name))
            value = _wire.Byte(name) != 0;
    }

    public void Tagged(int tag, scoped ref long value, short since, long absent, string name)
    {
        if (_tags.Reaches(ref _wire, tag, since, name))
            value = _wire.Long(name);
    }

    public void Tagged(int tag, scoped ref Guid value, short since, string name)
    {
        if (_tags.Reaches(ref _wire, tag, since, name))
            value = _wire.Sixteen(name);
    }

    public void Tagged(int tag, scoped ref ErrorCode value, short since, string name)
    {
        if (_tags.Reaches(ref _wire, tag, since, name))
            value = (ErrorCode)_wire.Short(name);
    }

    public void Tagged(int tag, scoped ref string? value, short since, string name)
    {
        if (_tags.Reaches(ref _wire, tag, since, name))
            value = _wire.Text(compact: true, name);
    }

    public void Tagged(int tag, scoped ref List<int> value, short since, string name)
    {
        if (_tags.Reaches(ref _wire, tag, since, name))
            value = _wire.Ints(value, name) ?? [];
    }

    public void Tagged<T>(int tag, scoped ref T? value, short since, string name) where T : class, IMessagePart, new()
    {
        if (_tags.Reaches(ref _wire, tag, since, name))
            Content(value = new T());
    }

    public void Tagged<T>(int tag, scoped ref List<T> value, short since, string name) where T : class, IMessagePart, new()
    {
        if (_tags.Reaches(ref _wire, tag, since, name))
            value = Parts(value, name) ?? throw _wire.Null(name);
    }

    private readonly bool Has(short since, short until) => _wire.Version >= since && _wire.Version <= until;

    private readonly bool MayBeNull(short nullableSince) => _wire.Version >= nullableSince;

    private void Content<T>(T part) where T : class, IMessagePart
    {
        var outer = _tags;
        _tags = TagReader.NotReached;
        part.Describe(ref this);
        if (_wire.IsFlexible)
            _tags.SkipRest(ref _wire);
        _tags = outer;
    }

    private List<T>? Parts<T>(List<T>? list, string name) where T : class, IMessagePart, new()
    {
        var count = _wire.Count(SmallestPart, name);
        if (count < 0)
            return null;
        list = WireReader.Emptied(list, count);
        for (var i = 0; i < count; i++)
        {
            var part = new T();
            Content(part);
            list.Add(part);
        }
        return list;
    }
}
