namespace SmartKart.Schemas.Tests.Resolution;

/// <summary>Data of one schema, read as another.</summary>
internal static class Resolved
{
    /// <summary>Writes the value, and reads it as the reader's schema.</summary>
    public static object? Value(string writer, string reader, object? value)
    {
        var schema = AvroSchema.Parse(writer);
        return GenericReader.Decode(SchemaResolution.Between(schema, AvroSchema.Parse(reader)), GenericWriter.Encode(schema, value));
    }

    /// <summary>Reads the writer's bytes as the reader's schema; the result as text.</summary>
    public static string Bytes(string writer, string reader, string hex) =>
        GenericValue.Text(GenericReader.Decode(SchemaResolution.Between(AvroSchema.Parse(writer), AvroSchema.Parse(reader)), Convert.FromHexString(hex)));

    /// <summary>A record R of these fields.</summary>
    public static string Record(params string[] fields) => $$"""{"type": "record", "name": "R", "fields": [{{string.Join(", ", fields)}}]}""";

    /// <summary>A field; the rest is whatever else is written into it.</summary>
    public static string Field(string name, string type, string rest = "") => $$"""{"name": "{{name}}", "type": {{type}}{{(rest.Length > 0 ? ", " + rest : "")}}}""";

    /// <summary>Why the pair cannot be resolved.</summary>
    public static SchemaResolutionException Refused(string writer, string reader) =>
        Should.Throw<SchemaResolutionException>(() => SchemaResolution.Between(AvroSchema.Parse(writer), AvroSchema.Parse(reader)));
}
