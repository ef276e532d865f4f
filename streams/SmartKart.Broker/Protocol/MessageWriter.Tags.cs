namespace SmartKart.Broker.Protocol;

/// <summary>
/// The tagged fields at the end of a structure: their number, then each one's tag, size and value. A field that says no
/// more than its absence would is left out.
/// </summary>
internal ref partial struct MessageWriter<TOutput>
{
    private const int Announced = -1;

    public void Tagged(int tag, scoped ref bool value, short since, string name)
    {
        if (value && Sends(since))
        {
            Tag(tag, sizeof(bool));
            _output.Byte(1);
        }
    }

    public void Tagged(int tag, scoped ref long value, short since, long absent, string name)
    {
        if (value != absent && Sends(since))
        {
            Tag(tag, sizeof(long));
            _output.Int64(value);
        }
    }

    public void Tagged(int tag, scoped ref Guid value, short since, string name)
    {
        if (value != Guid.Empty && Sends(since))
        {
            Tag(tag, WireSize.Uuid);
            _output.Uuid(value);
        }
    }

    public void Tagged(int tag, scoped ref ErrorCode value, short since, string name)
    {
        if (value != ErrorCode.None && Sends(since))
        {
            Tag(tag, sizeof(short));
            _output.Int16((short)value);
        }
    }

    public void Tagged(int tag, scoped ref string? value, short since, string name)
    {
        if (value is not null && Sends(since))
        {
            var sizer = Sizer();
            sizer.Text(value, compact: true, name);
            Tag(tag, sizer._output.Written);
            Text(value, compact: true, name);
        }
    }

    public void Tagged<T>(int tag, scoped ref T? value, short since, string name) where T : class, IMessagePart, new()
    {
        if (value is not null && Sends(since))
        {
            var sizer = Sizer();
            sizer.Content(value);
            Tag(tag, sizer._output.Written);
            Content(value);
        }
    }

    public void Tagged<T>(int tag, scoped ref List<T> value, short since, string name) where T : class, IMessagePart, new()
    {
        if (value.Count > 0 && Sends(since))
        {
            var sizer = Sizer();
            sizer.Parts(value);
            Tag(tag, sizer._output.Written);
            Parts(value);
        }
    }

    private readonly bool Sends(short since) => _flexible && _version >= since;

    private readonly MessageWriter<CountingOutput> Sizer() => new(_message, _version, _flexible, default);

    private void Tag(int tag, long size)
    {
        AnnounceTags();
        _output.Varint((uint)tag);
        _output.Varint((uint)size);
    }

    private void AnnounceTags()
    {
        if (_tagsToAnnounce == Announced)
            return;
        _output.Varint((uint)_tagsToAnnounce);
        _tagsToAnnounce = Announced;
    }
}
