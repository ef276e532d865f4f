using System.Text;

namespace SmartKart.Broker.Protocol;

/// <summary>What messages are made of, as the wire has it: lengths, text, lists of numbers and of text. Hot path: per field of a response.</summary>
internal ref struct WireWriter<TOutput>(string message, short version, bool flexible, TOutput output) where TOutput : struct, IMessageOutput, allows ref struct
{
    private readonly string _message = message;

    /// <summary>Where it goes; numbers are written to it directly.</summary>
    public TOutput Output = output;

    public short Version { get; } = version;

    /// <summary>Whether that version has compact lengths and tagged fields.</summary>
    public bool IsFlexible { get; } = flexible;

    /// <summary>Counts what this one would write.</summary>
    public readonly WireWriter<CountingOutput> Sizer() => new(_message, Version, IsFlexible, default);

    public void Text(string text, bool compact, string name)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > short.MaxValue)
            throw Wrong($"a string of {bytes} bytes; the protocol's longest has {short.MaxValue}", name);
        if (compact)
            Output.Varint((uint)bytes + 1);
        else
            Output.Int16((short)bytes);
        Output.Text(text, bytes);
    }

    /// <summary>Of bytes or of an array; -1 is null.</summary>
    public void Length(int length)
    {
        if (IsFlexible)
            Output.Varint((uint)length + 1);
        else
            Output.Int32(length);
    }

    public void NullableLength(int? length, short nullableSince, string name)
    {
        if (length is null && Version < nullableSince)
            throw Null(name);
        Length(length ?? -1);
    }

    public void Ints(List<int> list)
    {
        Length(list.Count);
        foreach (var item in list)
            Output.Int32(item);
    }

    public void Strings(List<string> list, string name)
    {
        Length(list.Count);
        foreach (var item in list)
            Text(item, IsFlexible, name);
    }

    public void Longs(List<long> list)
    {
        Length(list.Count);
        foreach (var item in list)
            Output.Int64(item);
    }

    public readonly ProtocolException Null(string name) => Wrong("null, which this version cannot say", name);

    public readonly ProtocolException Wrong(string problem, string name) => new(problem, _message, Version, name, Output.Written);
}
