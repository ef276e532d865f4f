namespace SmartKart.Broker.Protocol;

/// <summary>
/// How far a reader has come in the tagged fields at the end of one structure: their number, then each one's tag, size and
/// value, by rising tag. Those that no declaration knows are skipped.
/// </summary>
internal struct TagReader
{
    private const string SectionName = "tagged fields";

    private int _left;      // tagged fields still unread, the one ahead included; -1 before the section
    private long _tag;      // of the field ahead or, where none has been looked at since, of the last one
    private bool _ahead;    // a tag and a size have been read of which the value has not
    private int _size;      // what the field states
    private long _end;      // where the field's value ends by its own word

    /// <summary>Fields that come before the tagged ones are being read.</summary>
    public static TagReader NotReached => new() { _left = -1, _tag = -1 };

    /// <summary>Whether the input has this tag; its value is next then.</summary>
    public bool Reaches(ref WireReader wire, int tag, short since, string name)
    {
        if (!wire.IsFlexible || wire.Version < since)
            return false;
        for (LookAhead(ref wire, name); _ahead && _tag < tag; LookAhead(ref wire, name))
            Skip(ref wire);
        if (!_ahead || _tag != tag)
            return false;
        Take();
        return true;
    }

    /// <summary>Skips what is left of the section.</summary>
    public void SkipRest(ref WireReader wire)
    {
        for (LookAhead(ref wire, SectionName); _ahead; LookAhead(ref wire, SectionName))
            Skip(ref wire);
    }

    private void Skip(ref WireReader wire)
    {
        wire.Skip(_size);
        Take();
    }

    /// <summary>The value ahead is being read now, or was skipped.</summary>
    private void Take()
    {
        _ahead = false;
        _left--;
    }

    /// <summary>Reads the tag and the size of the next tagged field, if there is one and that is not done yet.</summary>
    private void LookAhead(ref WireReader wire, string name)
    {
        if (_ahead)
            return;
        if (_left < 0)
            _left = (int)Math.Min(wire.Varint(name), int.MaxValue); // Only counted down: each tag costs two bytes of input.
        else if (_end != wire.Consumed)
            throw wire.Wrong($"tag {_tag} ends at byte {wire.Consumed}, by its size at byte {_end}", name);
        if (_left == 0)
        {
            _end = wire.Consumed;
            return;
        }
        var last = _tag;
        _tag = wire.Varint(name);
        if (_tag <= last)
            throw wire.Wrong($"tag {_tag} follows tag {last}; tags must rise", name);
        var size = wire.Varint(name);
        wire.Require(size, name);
        _size = (int)size;
        _end = wire.Consumed + size;
        _ahead = true;
    }
}
