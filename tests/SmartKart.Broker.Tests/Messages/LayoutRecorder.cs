using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Messages;

/// <summary>One field of a layout, in the words of Kafka's own message definitions.</summary>
/// <param name="Path">Its name, after those of the fields that hold it.</param>
/// <param name="Type">Its type; a structure is <c>struct</c>.</param>
/// <param name="Versions">The versions that have it.</param>
/// <param name="Nullable">The versions in which it may be null, or none.</param>
/// <param name="Tag">Its tag, or null where it has none.</param>
/// <param name="Default">What it holds unless told otherwise.</param>
/// <param name="Compact">Whether flexible versions write it compactly.</param>
internal sealed record LayoutField(string Path, string Type, string Versions, string Nullable, int? Tag, string Default, bool Compact = true);

/// <summary>Looks at a message's description, and notes each field in its order.</summary>
internal struct LayoutRecorder : IMessageCodec
{
    private const string None = "none";
    private List<LayoutField> _fields;
    private string _path;

    public static List<LayoutField> Of(IMessagePart part, string path = "")
    {
        var recorder = new LayoutRecorder { _fields = [], _path = path };
        part.Describe(ref recorder);
        return recorder._fields;
    }

    public readonly void Bool(scoped ref bool value, short since, short until, string name) =>
        Add(name, "bool", since, until, value ? "true" : "false");

    public readonly void Int8(scoped ref sbyte value, short since, short until, string name) => Add(name, "int8", since, until, $"{value}");

    public readonly void Int16(scoped ref short value, short since, short until, string name) =>
        Add(name, "int16", since, until, $"{value}");

    public readonly void Int32(scoped ref int value, short since, short until, string name) => Add(name, "int32", since, until, $"{value}");

    public readonly void Int64(scoped ref long value, short since, short until, string name) =>
        Add(name, "int64", since, until, $"{value}");

    public readonly void Uuid(scoped ref Guid value, short since, short until, string name) => Add(name, "uuid", since, until, $"{value}");

    public readonly void Error(scoped ref ErrorCode value, short since, short until, string name) =>
        Add(name, "int16", since, until, $"{(short)value}");

    public readonly void String(scoped ref string value, short since, short until, string name) =>
        Add(name, "string", since, until, Quoted(value));

    public readonly void NullableString(scoped ref string? value, short since, short until, short nullableSince, bool compact, string name) =>
        _fields.Add(new LayoutField(_path + name, "string", Range(since, until), Nulls(since, until, nullableSince), null, Quoted(value), compact));

    public readonly void Bytes(scoped ref byte[] value, short since, short until, string name) =>
        Add(name, "bytes", since, until, Items(value.Length));

    public readonly void NullableBytes(scoped ref byte[]? value, short since, short until, short nullableSince, string name) =>
        Add(name, "bytes", since, until, Items(value?.Length), nullableSince);

    public readonly void Records(scoped ref Records? value, short since, short until, string name) =>
        Add(name, "records", since, until, Items((int?)value?.Length), since);

    public readonly void Array(scoped ref List<int> value, short since, short until, string name) =>
        Add(name, "[]int32", since, until, Items(value.Count));

    public readonly void Array(scoped ref List<long> value, short since, short until, string name) =>
        Add(name, "[]int64", since, until, Items(value.Count));

    public readonly void Array(scoped ref List<string> value, short since, short until, string name) =>
        Add(name, "[]string", since, until, Items(value.Count));

    public readonly void Array<T>(scoped ref List<T> value, short since, short until, string name) where T : class, IMessagePart, new()
    {
        Add(name, "[]struct", since, until, Items(value.Count));
        Inside<T>(name);
    }

    public readonly void NullableArray(scoped ref List<int>? value, short since, short until, short nullableSince, string name) =>
        Add(name, "[]int32", since, until, Items(value?.Count), nullableSince);

    public readonly void NullableArray(scoped ref List<string>? value, short since, short until, short nullableSince, string name) =>
        Add(name, "[]string", since, until, Items(value?.Count), nullableSince);

    public readonly void NullableArray<T>(scoped ref List<T>? value, short since, short until, short nullableSince, string name)
        where T : class, IMessagePart, new()
    {
        Add(name, "[]struct", since, until, Items(value?.Count), nullableSince);
        Inside<T>(name);
    }

    public readonly void Part<T>(scoped ref T value, short since, short until, string name) where T : class, IMessagePart, new()
    {
        Add(name, "struct", since, until, "{}");
        Inside<T>(name);
    }

    public readonly void NullablePart<T>(scoped ref T? value, short since, short until, string name) where T : class, IMessagePart, new()
    {
        Add(name, "struct", since, until, value is null ? "null" : "{}", since);
        Inside<T>(name);
    }

    public readonly void Tagged(int tag, scoped ref bool value, short since, string name) =>
        Tag(tag, name, "bool", since, value ? "true" : "false");

    public readonly void Tagged(int tag, scoped ref long value, short since, long absent, string name)
    {
        value.ShouldBe(absent, $"{_path}{name}: the field's default and what its absence means");
        Tag(tag, name, "int64", since, $"{value}");
    }

    public readonly void Tagged(int tag, scoped ref Guid value, short since, string name) => Tag(tag, name, "uuid", since, $"{value}");

    public readonly void Tagged(int tag, scoped ref ErrorCode value, short since, string name) =>
        Tag(tag, name, "int16", since, $"{(short)value}");

    public readonly void Tagged(int tag, scoped ref string? value, short since, string name) =>
        _fields.Add(new LayoutField(_path + name, "string", Range(since, IMessageCodec.Latest), Range(since, IMessageCodec.Latest), tag, Quoted(value)));

    public readonly void Tagged<T>(int tag, scoped ref T? value, short since, string name) where T : class, IMessagePart, new()
    {
        value.ShouldBeNull($"{_path}{name}: a tagged structure is not sent unless it is set");
        Tag(tag, name, "struct", since, "{}");
        Inside<T>(name);
    }

    public readonly void Tagged(int tag, scoped ref List<int> value, short since, string name) => Tag(tag, name, "[]int32", since, Items(value.Count));

    public readonly void Tagged<T>(int tag, scoped ref List<T> value, short since, string name) where T : class, IMessagePart, new()
    {
        Tag(tag, name, "[]struct", since, Items(value.Count));
        Inside<T>(name);
    }

    private readonly void Add(string name, string type, short since, short until, string value, short? nullableSince = null) =>
        _fields.Add(new LayoutField(
            _path + name, type, Range(since, until), nullableSince is { } first ? Nulls(since, until, first) : None, null, value));

    private readonly void Tag(int tag, string name, string type, short since, string value) =>
        _fields.Add(new LayoutField(_path + name, type, Range(since, IMessageCodec.Latest), None, tag, value));

    private readonly void Inside<T>(string name) where T : class, IMessagePart, new() => _fields.AddRange(Of(new T(), $"{_path}{name}."));

    private static string Nulls(short since, short until, short nullableSince) => Range(Math.Max(since, nullableSince), until);

    private static string Range(short since, short until) =>
        until == IMessageCodec.Latest ? $"{since}+" : since == until ? $"{since}" : $"{since}-{until}";

    private static string Quoted(string? text) => text is null ? "null" : $"'{text}'";

    private static string Items(int? count) => count is null ? "null" : $"{count} items";
}
