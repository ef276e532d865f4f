namespace SmartKart.Broker.Protocol;

/// <summary>How far a reader has come in the tagged fields at the end of one structure.</summary>
internal struct TagSection
{
    /// <summary>Fields that come before the tagged ones are being read.</summary>
    public static TagSection NotReached => new() { Left = -1, Tag = -1 };

    /// <summary>Tagged fields still unread, the one ahead included; -1 before the section.</summary>
    public int Left;

    /// <summary>The tag of the field ahead or, where none has been looked at since, of the last one.</summary>
    public long Tag;

    /// <summary>Whether a tag and a size have been read of which the value has not.</summary>
    public bool Ahead;

    /// <summary>The size that the field states.</summary>
    public int Size;

    /// <summary>Where the field's value ends by its own word.</summary>
    public long End;

    /// <summary>The value ahead is being read now, or was skipped.</summary>
    public void Take()
    {
        Ahead = false;
        Left--;
    }
}
