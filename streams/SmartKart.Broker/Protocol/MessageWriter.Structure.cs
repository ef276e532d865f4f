namespace SmartKart.Broker.Protocol;

/// <summary>Lists, and structures within structures.</summary>
internal ref partial struct MessageWriter<TOutput>
{
    public void Array(scoped ref List<int> value, short since, short until, string name)
    {
        if (Has(since, until))
            Ints(value);
    }

    public void NullableArray(scoped ref List<int>? value, short since, short until, short nullableSince, string name)
    {
        if (!Has(since, until))
            return;
        if (value is null)
            NullableLength(null, nullableSince, name);
        else
            Ints(value);
    }

    public void Array(scoped ref List<long> value, short since, short until, string name)
    {
        if (!Has(since, until))
            return;
        Length(value.Count);
        foreach (var item in value)
            _output.Int64(item);
    }

    public void Array(scoped ref List<string> value, short since, short until, string name)
    {
        if (Has(since, until))
            Strings(value, name);
    }

    public void NullableArray(scoped ref List<string>? value, short since, short until, short nullableSince, string name)
    {
        if (!Has(since, until))
            return;
        if (value is null)
            NullableLength(null, nullableSince, name);
        else
            Strings(value, name);
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
            NullableLength(null, nullableSince, name);
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
        _output.Byte(value is null ? byte.MaxValue : (byte)1); // -1 is null
        if (value is not null)
            Content(value);
    }

    private void Content<T>(T part) where T : class, IMessagePart
    {
        if (!_flexible)
        {
            part.Describe(ref this);
            return;
        }
        var outer = _tagsToAnnounce;
        _tagsToAnnounce = TagCounter.Count(part, _version);
        part.Describe(ref this);
        AnnounceTags();
        _tagsToAnnounce = outer;
    }

    private void Ints(List<int> list)
    {
        Length(list.Count);
        foreach (var item in list)
            _output.Int32(item);
    }

    private void Strings(List<string> list, string name)
    {
        Length(list.Count);
        foreach (var item in list)
            Text(item, _flexible, name);
    }

    private void Parts<T>(List<T> list) where T : class, IMessagePart
    {
        Length(list.Count);
        foreach (var part in list)
            Content(part);
    }
}
