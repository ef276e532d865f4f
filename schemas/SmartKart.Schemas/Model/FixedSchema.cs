namespace SmartKart.Schemas;

/// <summary>A fixed number of bytes.</summary>
public sealed class FixedSchema : NamedSchema
{
    internal FixedSchema(AvroName name, IReadOnlyList<string> aliases, string? doc, int size)
        : base(AvroType.Fixed, name, aliases, doc) => Size = size;

    /// <summary>How many bytes, 0 or more.</summary>
    public int Size { get; }
}
