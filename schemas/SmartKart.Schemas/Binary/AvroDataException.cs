namespace SmartKart.Schemas;

/// <summary>Bytes that are no value of their schema, or a value that its schema cannot hold.</summary>
public sealed class AvroDataException : SchemaException
{
    internal AvroDataException(string problem, long offset, string? field = null, string? schema = null, Exception? cause = null)
        : base(Describe(problem, offset, field, schema), cause) =>
        (Problem, Offset, Field, Schema) = (problem, offset, field, schema);

    /// <summary>The message without its place.</summary>
    public string Problem { get; }

    /// <summary>The byte, from 0, at which the value that is wrong begins.</summary>
    public long Offset { get; }

    /// <summary>The path of the field, such as <c>lines[2].unit_price</c>, or null where none was reached.</summary>
    public string? Field { get; }

    /// <summary>The full name of the schema that was read or written, or null where it is not known.</summary>
    public string? Schema { get; }

    /// <summary>The same fault, found only after the data were resolved to the reader's schema: the offset is of the resolved bytes.</summary>
    internal AvroDataException AfterResolution(AvroSchema writer) =>
        new($"{Problem} (The data are of another version of {writer.FullName}; the byte is counted after their resolution.)", Offset, Field, Schema, this);

    internal AvroDataException In(string schema, string? field) => new(Problem, Offset, field ?? Field, schema, this);

    private static string Describe(string problem, long offset, string? field, string? schema) =>
        $"{schema ?? "Avro data"}{(string.IsNullOrEmpty(field) ? "" : $", field '{field}'")}, byte {offset}: {problem}";
}
