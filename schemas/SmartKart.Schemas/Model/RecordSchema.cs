namespace SmartKart.Schemas;

/// <summary>Named fields in a fixed order. A record of the kind <c>error</c> is read as a record.</summary>
public sealed class RecordSchema : NamedSchema
{
    private Dictionary<string, RecordField> _byName = [];
    private Recursion _recursion;

    internal RecordSchema(AvroName name, IReadOnlyList<string> aliases, string? doc, bool isError)
        : base(AvroType.Record, name, aliases, doc) => IsError = isError;

    /// <summary>The fields, in the order of their bytes.</summary>
    public IReadOnlyList<RecordField> Fields { get; private set; } = [];

    /// <summary>Whether it was declared as <c>"type": "error"</c>.</summary>
    public bool IsError { get; }

    /// <summary>Whether a value may hold another of the same record: only such records count to the depth that data may have. Worked
    /// out when first asked, since a record may be asked about by the fields it is made of.</summary>
    public bool IsRecursive
    {
        get
        {
            if (_recursion == Recursion.Unknown) _recursion = Reaches(this, []) ? Recursion.Some : Recursion.None;
            return _recursion == Recursion.Some;
        }
    }

    /// <summary>The field of that name, or null.</summary>
    public RecordField? Field(string name) => _byName.TryGetValue(name, out var field) ? field : null;

    // Set after the constructor: a field may refer to the record it stands in.
    internal void SetFields(IReadOnlyList<RecordField> fields)
    {
        Fields = fields;
        _byName = fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
    }

    private bool Reaches(AvroSchema from, HashSet<AvroSchema> seen)
    {
        return from switch
        {
            RecordSchema record => record.Fields.Any(field => Next(field.Schema)),
            ArraySchema array => Next(array.Items),
            MapSchema map => Next(map.Values),
            UnionSchema union => union.Branches.Any(Next),
            _ => false,
        };

        bool Next(AvroSchema schema) => ReferenceEquals(schema, this) || (seen.Add(schema) && Reaches(schema, seen));
    }

    private enum Recursion
    {
        Unknown,
        None,
        Some,
    }
}

/// <summary>How a field takes part in the sort order of its record.</summary>
public enum FieldOrder
{
    /// <summary>Smaller first.</summary>
    Ascending,
    /// <summary>Larger first.</summary>
    Descending,
    /// <summary>Not at all.</summary>
    Ignore,
}

/// <summary>A field of a record.</summary>
public sealed class RecordField
{
    internal RecordField(string name, int index, AvroSchema schema) => (Name, Index, Schema) = (name, index, schema);

    /// <summary>Its name, as in the schema.</summary>
    public string Name { get; }

    /// <summary>Its place among the record's fields, from 0.</summary>
    public int Index { get; }

    /// <summary>Its schema.</summary>
    public AvroSchema Schema { get; }

    /// <summary>Names under which older data knew it.</summary>
    public IReadOnlyList<string> Aliases { get; internal set; } = [];

    /// <summary>What it means, for people; or null.</summary>
    public string? Doc { get; internal set; }

    /// <summary>What a reader takes where the data lack the field; null where there is no default (a default of null is a value of
    /// the kind <see cref="JsonKind.Null"/>). A union's default is of its first branch.</summary>
    public JsonValue? Default { get; internal set; }

    /// <summary>How it sorts.</summary>
    public FieldOrder Order { get; internal set; }

    /// <summary>Members that Avro gives no meaning, such as <c>"pii": true</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonValue>> Properties { get; internal set; } = [];

    /// <summary>Where it was defined.</summary>
    public SourcePosition At { get; internal set; }
}
