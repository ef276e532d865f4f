using System.Text;

namespace SmartKart.Schemas;

/// <summary>
/// A schema of Avro 1.11: how a value is laid out in bytes, and what may be read as what. Immutable once parsed, and safe
/// to share between threads. Two schemas are compared by their <c>CanonicalForm</c>, not by reference.
/// </summary>
public abstract class AvroSchema
{
    private protected AvroSchema(AvroType type) => Type = type;

    /// <summary>Which of Avro's types this is.</summary>
    public AvroType Type { get; }

    /// <summary>What the bytes mean beyond their type, or null. An annotation that Avro does not know, or that does not fit the
    /// type, is ignored, as the specification asks, and stands in <see cref="Properties"/>.</summary>
    public LogicalType? Logical { get; internal set; }

    /// <summary>Members of the JSON object that Avro itself gives no meaning, such as <c>"pii": true</c>, in the order written.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonValue>> Properties { get; internal set; } = [];

    /// <summary>The name by which another schema, or an error, refers to this one: <c>long</c>, <c>smartkart.events.OrderPlaced</c>,
    /// <c>array</c>.</summary>
    public virtual string FullName => Type.Keyword();

    /// <summary>Reads a schema.</summary>
    /// <param name="json">Its JSON text; a bare name such as <c>"long"</c> is a schema too.</param>
    /// <param name="names">Named types known already; the ones defined here are added. Null: none.</param>
    /// <param name="file">The name that errors give the text.</param>
    /// <exception cref="SchemaParseException">The text is no schema.</exception>
    public static AvroSchema Parse(string json, SchemaNames? names = null, string? file = null) =>
        new SchemaReader(names ?? new SchemaNames()).Read(JsonValue.Parse(json, file));

    /// <summary>The schema as JSON on one line, self-contained: each named type is written out where it first occurs.</summary>
    public override string ToString() => ToString([]);

    /// <summary>The schema as JSON on one line, where types that are defined elsewhere stay names: as a registry keeps a schema that
    /// refers to others.</summary>
    /// <param name="elsewhere">The types that a reader of the text will know already.</param>
    public string ToString(IEnumerable<NamedSchema> elsewhere)
    {
        var text = new StringBuilder();
        new SchemaPrinter(text, elsewhere.Select(type => type.FullName)).Print(this);
        return text.ToString();
    }
}
