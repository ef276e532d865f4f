namespace SmartKart.Broker.Protocol;

/// <summary>Counts the tagged fields that a structure sends: the wire wants their number in front of them.</summary>
internal struct TagCounter : IMessageCodec
{
    private short _version;
    private int _count;

    public static int Count<T>(T part, short version) where T : class, IMessagePart
    {
        var counter = new TagCounter { _version = version };
        part.Describe(ref counter);
        return counter._count;
    }

    public readonly void Bool(scoped ref bool value, short since, short until, string name) { }

    public readonly void Int8(scoped ref sbyte value, short since, short until, string name) { }

    public readonly void Int16(scoped ref short value, short since, short until, string name) { }

    public readonly void Int32(scoped ref int value, short since, short until, string name) { }

    public readonly void Int64(scoped ref long value, short since, short until, string name) { }

    public readonly void Uuid(scoped ref Guid value, short since, short until, string name) { }

    public readonly void Error(scoped ref ErrorCode value, short since, short until, string name) { }

    public readonly void String(scoped ref string value, short since, short until, string name) { }

    public readonly void NullableString(scoped ref string? value, short since, short until, short nullableSince, bool compact, string name) { }

    public readonly void Bytes(scoped ref byte[] value, short since, short until, string name) { }

    public readonly void NullableBytes(scoped ref byte[]? value, short since, short until, short nullableSince, string name) { }

    public readonly void Records(scoped ref Records? value, short since, short until, string name) { }

    public readonly void Array(scoped ref List<int> value, short since, short until, string name) { }

    public readonly void Array(scoped ref List<long> value, short since, short until, string name) { }

    public readonly void Array(scoped ref List<string> value, short since, short until, string name) { }

    public readonly void Array<T>(scoped ref List<T> value, short since, short until, string name)
        where T : class, IMessagePart, new() { }

    public readonly void NullableArray(scoped ref List<int>? value, short since, short until, short nullableSince, string name) { }

    public readonly void NullableArray(scoped ref List<string>? value, short since, short until, short nullableSince, string name) { }

    public readonly void NullableArray<T>(scoped ref List<T>? value, short since, short until, short nullableSince, string name)
        where T : class, IMessagePart, new() { }

    public readonly void Part<T>(scoped ref T value, short since, short until, string name) where T : class, IMessagePart, new() { }

    public readonly void NullablePart<T>(scoped ref T? value, short since, short until, string name)
        where T : class, IMessagePart, new() { }

    public void Tagged(int tag, scoped ref bool value, short since, string name) => Add(value, since);

    public void Tagged(int tag, scoped ref long value, short since, long absent, string name) => Add(value != absent, since);

    public void Tagged(int tag, scoped ref Guid value, short since, string name) => Add(value != Guid.Empty, since);

    public void Tagged(int tag, scoped ref ErrorCode value, short since, string name) => Add(value != ErrorCode.None, since);

    public void Tagged(int tag, scoped ref string? value, short since, string name) => Add(value is not null, since);

    public void Tagged(int tag, scoped ref List<int> value, short since, string name) => Add(value.Count > 0, since);

    public void Tagged<T>(int tag, scoped ref T? value, short since, string name)
        where T : class, IMessagePart, new() => Add(value is not null, since);

    public void Tagged<T>(int tag, scoped ref List<T> value, short since, string name)
        where T : class, IMessagePart, new() => Add(value.Count > 0, since);

    private void Add(bool says, short since)
    {
        if (says && _version >= since)
            _count++;
    }
}
