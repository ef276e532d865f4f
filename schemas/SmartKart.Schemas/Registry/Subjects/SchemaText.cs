using System.Collections.Immutable;

namespace SmartKart.Schemas.Registry;

/// <summary>
/// A schema as a registry keeps it: its text, and where the types come from that the text names but does not define. Compared by content.
/// </summary>
public sealed record SchemaText
{
    /// <summary>A text, and its references.</summary>
    /// <param name="json">The schema's JSON.</param>
    /// <param name="references">In an order in which each may use the ones before; none where the text defines all that it uses.</param>
    public SchemaText(string json, ImmutableArray<SchemaReference> references = default) =>
        (Json, References) = (json, references.IsDefault ? [] : references);

    /// <summary>The schema's JSON.</summary>
    public string Json { get; }

    /// <summary>Where the types come from that the text does not define; never default.</summary>
    public ImmutableArray<SchemaReference> References { get; }

    /// <summary>The text of a parsed schema, which defines all that it uses.</summary>
    public static SchemaText Of(AvroSchema schema) => new(schema.ToString());

    /// <inheritdoc/>
    public bool Equals(SchemaText? other) =>
        other is not null && Json == other.Json && References.AsSpan().SequenceEqual(other.References.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Json, References.Length);
}
