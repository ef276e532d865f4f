using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Messages;

/// <summary>
/// Fills what one version of a message can say with random values from a seed; tagged fields are sometimes left as they
/// are. What the version lacks keeps its default, so that a message read back must equal the one that was written.
/// </summary>
internal struct RandomFiller : IMessageCodec
{
    private const string Letters = "abcABC019._-é漢🦉";
    private Random _random;
    private short _version;
    private bool _flexible;
    private int _depth;

    public static T Fill<T>(T message, Random random, short version, bool flexible) where T : IMessagePart
    {
        var filler = new RandomFiller { _random = random, _version = version, _flexible = flexible };
        message.Describe(ref filler);
        return message;
    }

    public readonly void Bool(scoped ref bool value, short since, short until, string name) => value = Has(since, until) ? Flip() : value;

    public readonly void Int8(scoped ref sbyte value, short since, short until, string name) =>
        value = Has(since, until) ? (sbyte)Number() : value;

    public readonly void Int16(scoped ref short value, short since, short until, string name) =>
        value = Has(since, until) ? (short)Number() : value;

    public readonly void Int32(scoped ref int value, short since, short until, string name) =>
        value = Has(since, until) ? (int)Number() : value;

    public readonly void Int64(scoped ref long value, short since, short until, string name) =>
        value = Has(since, until) ? Number() : value;

    public readonly void Uuid(scoped ref Guid value, short since, short until, string name) =>
        value = Has(since, until) ? Sixteen() : value;

    public readonly void Error(scoped ref ErrorCode value, short since, short until, string name) =>
        value = Has(since, until) ? (ErrorCode)(short)Number() : value;

    public readonly void String(scoped ref string value, short since, short until, string name) =>
        value = Has(since, until) ? Text() : value;

    public readonly void NullableString(scoped ref string? value, short since, short until, short nullableSince, bool compact, string name)
    {
        if (Has(since, until))
            value = IsNull(nullableSince) ? null : Text();
    }

    public readonly void Bytes(scoped ref byte[] value, short since, short until, string name) =>
        value = Has(since, until) ? Some() : value;

    public readonly void NullableBytes(scoped ref byte[]? value, short since, short until, short nullableSince, string name)
    {
        if (Has(since, until))
            value = IsNull(nullableSince) ? null : Some();
    }

    public readonly void Records(scoped ref Records? value, short since, short until, string name)
    {
        if (Has(since, until))
            value = Flip() ? null : new Records(Some());
    }

    public readonly void Array(scoped ref List<int> value, short since, short until, string name)
    {
        if (Has(since, until))
            value = [.. Several().Select(_ => 0)];
        Numbers(value);
    }

    public readonly void Array(scoped ref List<long> value, short since, short until, string name)
    {
        if (!Has(since, until))
            return;
        value = [];
        foreach (var _ in Several())
            value.Add(Number());
    }

    public readonly void Array(scoped ref List<string> value, short since, short until, string name) =>
        value = Has(since, until) ? Texts() : value;

    public void Array<T>(scoped ref List<T> value, short since, short until, string name) where T : class, IMessagePart, new() =>
        value = Has(since, until) ? Parts<T>(fewest: 0) : value;

    public readonly void NullableArray(scoped ref List<int>? value, short since, short until, short nullableSince, string name)
    {
        if (!Has(since, until))
            return;
        value = IsNull(nullableSince) ? null : [.. Several().Select(_ => 0)];
        Numbers(value ?? []);
    }

    public readonly void NullableArray(scoped ref List<string>? value, short since, short until, short nullableSince, string name)
    {
        if (Has(since, until))
            value = IsNull(nullableSince) ? null : Texts();
    }

    public void NullableArray<T>(scoped ref List<T>? value, short since, short until, short nullableSince, string name)
        where T : class, IMessagePart, new()
    {
        if (Has(since, until))
            value = IsNull(nullableSince) ? null : Parts<T>(fewest: 0);
    }

    public void Part<T>(scoped ref T value, short since, short until, string name) where T : class, IMessagePart, new() =>
        value = Has(since, until) ? New<T>() : value;

    public void NullablePart<T>(scoped ref T? value, short since, short until, string name) where T : class, IMessagePart, new()
    {
        if (Has(since, until))
            value = Flip() ? null : New<T>();
    }

    public readonly void Tagged(int tag, scoped ref bool value, short since, string name) => value = Sends(since) || value;

    public readonly void Tagged(int tag, scoped ref long value, short since, long absent, string name) =>
        value = Sends(since) ? Number() : value;

    public readonly void Tagged(int tag, scoped ref Guid value, short since, string name) => value = Sends(since) ? Sixteen() : value;

    public readonly void Tagged(int tag, scoped ref ErrorCode value, short since, string name) =>
        value = Sends(since) ? (ErrorCode)(short)Number() : value;

    public readonly void Tagged(int tag, scoped ref string? value, short since, string name) => value = Sends(since) ? Text() : value;

    public void Tagged<T>(int tag, scoped ref T? value, short since, string name) where T : class, IMessagePart, new() =>
        value = Sends(since) ? New<T>() : value;

    public readonly void Tagged(int tag, scoped ref List<int> value, short since, string name)
    {
        if (!Sends(since)) return;
        value = [0, .. Several().Select(_ => 0)];
        Numbers(value);
    }

    public void Tagged<T>(int tag, scoped ref List<T> value, short since, string name) where T : class, IMessagePart, new() =>
        value = Sends(since) ? Parts<T>(fewest: 1) : value;

    private readonly bool Has(short since, short until) => _version >= since && _version <= until;

    private readonly bool Sends(short since) => _flexible && _version >= since && Flip();

    private readonly bool IsNull(short nullableSince) => _version >= nullableSince && _random.Next(3) == 0;

    private readonly bool Flip() => _random.Next(2) == 0;

    private readonly long Number() => _random.NextInt64() >> _random.Next(64) ^ (Flip() ? 0 : -1);

    private readonly IEnumerable<int> Several() => Enumerable.Range(0, _random.Next(4));

    private readonly void Numbers(List<int> list)
    {
        for (var i = 0; i < list.Count; i++)
            list[i] = (int)Number();
    }

    private readonly List<string> Texts()
    {
        List<string> list = [];
        foreach (var _ in Several())
            list.Add(Text());
        return list;
    }

    // Rarely long enough for a length of two varint bytes.
    private readonly string Text()
    {
        var runes = Letters.EnumerateRunes().ToArray();
        return string.Concat(_random.GetItems(runes, _random.Next(20) == 0 ? 200 : _random.Next(10)));
    }

    private readonly byte[] Some()
    {
        var bytes = new byte[_random.Next(20) == 0 ? 20_000 : _random.Next(200)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private readonly Guid Sixteen()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private List<T> Parts<T>(int fewest) where T : class, IMessagePart, new()
    {
        List<T> list = [];
        for (var left = _random.Next(fewest, 4 - Math.Min(_depth, 2)); left > 0; left--)
            list.Add(New<T>());
        return list;
    }

    private T New<T>() where T : class, IMessagePart, new()
    {
        var part = new T();
        _depth++;
        part.Describe(ref this);
        _depth--;
        return part;
    }
}
