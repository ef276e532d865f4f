namespace SmartKart.Schemas;

/// <summary>A schema that others refer to by name: record, enum or fixed.</summary>
public abstract class NamedSchema : AvroSchema
{
    private protected NamedSchema(AvroType type, AvroName name, IReadOnlyList<string> aliases, string? doc) : base(type) =>
        (Name, FullName, Aliases, Doc) = (name, name.FullName, aliases, doc);

    /// <summary>Its name and namespace.</summary>
    public AvroName Name { get; }

    /// <inheritdoc/>
    public override string FullName { get; }

    /// <summary>Full names under which older data knew it.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>What it is, for people; or null.</summary>
    public string? Doc { get; }

    /// <summary>Where it was defined.</summary>
    public SourcePosition At { get; internal set; }
}
