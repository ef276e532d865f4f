namespace SmartKart.Broker.Protocol;

/// <summary>
/// The tagged fields at the end of a structure: their number, then each one's tag, size and value, by rising tag. Those
/// that no declaration knows are skipped.
/// </summary>
internal ref partial struct MessageReader
{
    private const string TagSectionName = "tagged fields";

    public void Tagged(int tag, scoped ref bool value, short since, string name)
    {
        if (Reaches(tag, since, name))
            value = Byte(name) != 0;
    }

    public void Tagged(int tag, scoped ref long value, short since, long absent, string name)
    {
        if (Reaches(tag, since, name))
            value = Long(name);
    }

    public void Tagged(int tag, scoped ref Guid value, short since, string name)
    {
        if (Reaches(tag, since, name))
            value = Sixteen(name);
    }

    public void Tagged(int tag, scoped ref ErrorCode value, short since, string name)
    {
        if (Reaches(tag, since, name))
            value = (ErrorCode)Short(name);
    }

    public void Tagged(int tag, scoped ref string? value, short since, string name)
    {
        if (Reaches(tag, since, name))
            value = Text(compact: true, name);
    }

    public void Tagged<T>(int tag, scoped ref T? value, short since, string name) where T : class, IMessagePart, new()
    {
        if (Reaches(tag, since, name))
            Content(value = new T());
    }

    public void Tagged<T>(int tag, scoped ref List<T> value, short since, string name) where T : class, IMessagePart, new()
    {
        if (Reaches(tag, since, name))
            value = Parts(value, name) ?? throw Null(name);
    }

    /// <summary>Whether the input has this tag; its value is next then.</summary>
    private bool Reaches(int tag, short since, string name)
    {
        if (!_flexible || _version < since)
            return false;
        for (LookAhead(name); _tags.Ahead && _tags.Tag < tag; LookAhead(name))
            SkipTag();
        if (!_tags.Ahead || _tags.Tag != tag)
            return false;
        _tags.Take();
        return true;
    }

    private void SkipTags()
    {
        for (LookAhead(TagSectionName); _tags.Ahead; LookAhead(TagSectionName))
            SkipTag();
    }

    private void SkipTag()
    {
        _input.Advance(_tags.Size);
        _tags.Take();
    }

    /// <summary>Reads the tag and the size of the next tagged field, if there is one and that is not done yet.</summary>
    private void LookAhead(string name)
    {
        if (_tags.Ahead)
            return;
        if (_tags.Left < 0)
            _tags.Left = (int)Math.Min(Varint(name), int.MaxValue); // Only counted down: each tag costs two bytes of input.
        else if (_tags.End != _input.Consumed)
            throw Wrong($"tag {_tags.Tag} ends at byte {_input.Consumed}, by its size at byte {_tags.End}", name);
        if (_tags.Left == 0)
        {
            _tags.End = _input.Consumed;
            return;
        }
        var last = _tags.Tag;
        _tags.Tag = Varint(name);
        if (_tags.Tag <= last)
            throw Wrong($"tag {_tags.Tag} follows tag {last}; tags must rise", name);
        var size = Varint(name);
        Require(size, name);
        _tags.Size = (int)size;
        _tags.End = _input.Consumed + size;
        _tags.Ahead = true;
    }
}
