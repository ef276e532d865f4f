namespace SmartKart.Broker.Protocol;

/// <summary>Lists, and structures within structures.</summary>
internal ref partial struct MessageReader
{
    /// <summary>Room that a list gets on its count's word alone; beyond it, it grows with what is really read.</summary>
    private const int BelievedCount = 64;

    /// <summary>No list of a structure without fields exists, so each item takes a byte at least.</summary>
    private const int SmallestPart = 1;

    public void Array(scoped ref List<int> value, short since, short until, string name)
    {
        if (Has(since, until))
            value = Ints(value, name) ?? throw Null(name);
    }

    public void NullableArray(scoped ref List<int>? value, short since, short until, short nullableSince, string name)
    {
        if (Has(since, until))
            value = Ints(value, name) ?? (MayBeNull(nullableSince) ? null : throw Null(name));
    }

    public void Array(scoped ref List<long> value, short since, short until, string name)
    {
        if (!Has(since, until))
            return;
        var count = Count(sizeof(long), name);
        if (count < 0)
            throw Null(name);
        value = Emptied(value, count);
        for (var i = 0; i < count; i++)
            value.Add(Long(name));
    }

    public void Array(scoped ref List<string> value, short since, short until, string name)
    {
        if (Has(since, until))
            value = Strings(value, name) ?? throw Null(name);
    }

    public void NullableArray(scoped ref List<string>? value, short since, short until, short nullableSince, string name)
    {
        if (Has(since, until))
            value = Strings(value, name) ?? (MayBeNull(nullableSince) ? null : throw Null(name));
    }

    public void Array<T>(scoped ref List<T> value, short since, short until, string name) where T : class, IMessagePart, new()
    {
        if (Has(since, until))
            value = Parts(value, name) ?? throw Null(name);
    }

    public void NullableArray<T>(scoped ref List<T>? value, short since, short until, short nullableSince, string name)
        where T : class, IMessagePart, new()
    {
        if (Has(since, until))
            value = Parts(value, name) ?? (MayBeNull(nullableSince) ? null : throw Null(name));
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
        if ((sbyte)Byte(name) < 0)
            value = null;
        else
            Content(value = new T());
    }

    private void Content<T>(T part) where T : class, IMessagePart
    {
        var outer = _tags;
        _tags = TagSection.NotReached;
        part.Describe(ref this);
        if (_flexible)
            SkipTags();
        _tags = outer;
    }

    private List<int>? Ints(List<int>? list, string name)
    {
        var count = Count(sizeof(int), name);
        if (count < 0)
            return null;
        list = Emptied(list, count);
        for (var i = 0; i < count; i++)
            list.Add(Int(name));
        return list;
    }

    private List<string>? Strings(List<string>? list, string name)
    {
        var count = Count(_flexible ? 1 : sizeof(short), name);
        if (count < 0)
            return null;
        list = Emptied(list, count);
        for (var i = 0; i < count; i++)
            list.Add(Text(_flexible, name) ?? throw Null(name));
        return list;
    }

    private List<T>? Parts<T>(List<T>? list, string name) where T : class, IMessagePart, new()
    {
        var count = Count(SmallestPart, name);
        if (count < 0)
            return null;
        list = Emptied(list, count);
        for (var i = 0; i < count; i++)
        {
            var part = new T();
            Content(part);
            list.Add(part);
        }
        return list;
    }

    private int Count(int smallestItem, string name)
    {
        var count = Length(name);
        return count <= _input.Remaining / smallestItem
            ? count
            : throw Wrong($"{count} items counted, {_input.Remaining} bytes left", name);
    }

    private static List<T> Emptied<T>(List<T>? list, int count)
    {
        if (list is null)
            return new List<T>(Math.Min(count, BelievedCount));
        list.Clear();
        list.EnsureCapacity(Math.Min(count, BelievedCount));
        return list;
    }
}
