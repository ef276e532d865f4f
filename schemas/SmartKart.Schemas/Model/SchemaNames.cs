namespace SmartKart.Schemas;

/// <summary>The named types that schemas may refer to. Not safe for use by several threads at once.</summary>
public sealed class SchemaNames
{
    private readonly Dictionary<string, NamedSchema> _known = new(StringComparer.Ordinal);

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
            throw new SchemaParseException(schema.At, $"'{schema.FullName}' is defined twice, first at {first.At}; rename one, or refer to the first by its name.");
        _known.Add(schema.FullName, schema);
    }

    internal bool IsDefined(string fullName) => _known.ContainsKey(fullName);

    internal void Remove(NamedSchema schema) => _known.Remove(schema.FullName);
}
