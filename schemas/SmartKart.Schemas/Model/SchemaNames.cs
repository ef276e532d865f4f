namespace SmartKart.Schemas;

/// <summary>The named types that schemas may refer to. Not safe for use by several threads at once.</summary>
public sealed class SchemaNames
{
    private readonly Dictionary<string, NamedSchema> _known = new(StringComparer.Ordinal);

    // Whatever walks schemas recurses along them, at most this deep; no schema that a person maintains comes near.
    private const int MaxSchemas = 10_000;

    private int _schemas;

    /// <summary>The types, in no order.</summary>
    public IReadOnlyCollection<NamedSchema> All => _known.Values;

    /// <summary>Asked for a full name that is not known: it may define it, by parsing more, and return true.</summary>
    internal Func<string, bool>? DefineMissing { get; set; }

    /// <summary>The type of that full name, or null.</summary>
    public NamedSchema? Find(string fullName)
    {
        if (_known.TryGetValue(fullName, out var schema)) return schema;
        return DefineMissing?.Invoke(fullName) == true && _known.TryGetValue(fullName, out schema) ? schema : null;
    }

    /// <summary>Adds a type.</summary>
    /// <exception cref="SchemaParseException">The name is taken.</exception>
    public void Add(NamedSchema schema)
    {
        if (_known.TryGetValue(schema.FullName, out var first))
            throw new SchemaParseException(
                schema.At, $"'{schema.FullName}' is defined twice, first at {first.At}; rename one, or refer to the first by its name.");
        _known.Add(schema.FullName, schema);
    }

    /// <summary>Counts a schema, named or not, among those that may refer to each other.</summary>
    /// <exception cref="SchemaParseException">They are over 10,000.</exception>
    internal void Count(SourcePosition at)
    {
        if (++_schemas > MaxSchemas)
            throw new SchemaParseException(at, $"more than {MaxSchemas} types, with those they refer to; split the schema.");
    }

    /// <summary>Takes back what a text that proved to be no schema has added.</summary>
    internal void Remove(IEnumerable<NamedSchema> defined, int counted)
    {
        foreach (var schema in defined) _known.Remove(schema.FullName);
        _schemas -= counted;
    }
}
