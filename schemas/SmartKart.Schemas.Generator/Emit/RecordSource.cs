using System.Text;
using SmartKart.Schemas.Generator.Shapes;

namespace SmartKart.Schemas.Generator.Emit;

/// <summary>The C# of a record: its properties, and its equality by what it holds; then its codec.</summary>
internal static class RecordSource
{
    public static string Of(RecordSchema record, CSharpNames csharp)
    {
        var reader = new ShapeReader(record, csharp);
        var fields = record.Fields.Select(field => new FieldCode(field, CSharpNames.Property(field, record), reader.Of(field))).ToList();
        if (fields.GroupBy(field => field.Property).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SchemaParseException(twice.Last().Field.At, $"two fields of record '{record.FullName}' would both be {twice.Key} in C#; rename one.");
        var type = CSharpNames.Type(record);
        var text = SourceFrame.Begin(record, csharp);
        text.Append(Docs.Summary(record.Doc, $"The record {record.FullName}."));
        text.Append($"public sealed partial record {type} : global::SmartKart.Schemas.IAvroRecord<{type}>\n{{\n");
        foreach (var field in fields) Property(text, field, csharp);
        if (fields.Any(field => !field.Shape.HasValueEquality)) Equality(text, type, fields);
        text.Append($$"""
                static global::SmartKart.Schemas.RecordSchema global::SmartKart.Schemas.IAvroRecord<{{type}}>.Schema => {{type}}Codec.Schema;

                static int global::SmartKart.Schemas.IAvroRecord<{{type}}>.MaxBytes({{type}} value) => {{type}}Codec.MaxBytes(value);

                static int global::SmartKart.Schemas.IAvroRecord<{{type}}>.Encode({{type}} value, global::System.Span<byte> output) => {{type}}Codec.Encode(value, output);

                static {{type}} global::SmartKart.Schemas.IAvroRecord<{{type}}>.Decode(global::System.ReadOnlySpan<byte> input) => {{type}}Codec.Decode(input);

                static {{type}} global::SmartKart.Schemas.IAvroRecord<{{type}}>.Decode(global::System.ReadOnlySpan<byte> input, out int bytesRead) => {{type}}Codec.Decode(input, out bytesRead);
            }


            """.Replace("\r", ""));
        CodecSource.Append(text, record, type, fields);
        foreach (var (fullName, source) in fields.SelectMany(field => field.Shape.Types()))
        {
            csharp.Claim(fullName, $"a union in '{record.FullName}'", record.At);
            text.Append('\n').Append(source.Replace("\r", ""));
        }
        return text.ToString();
    }

    private static void Property(StringBuilder text, FieldCode field, CSharpNames csharp)
    {
        text.Append(Docs.Summary(field.Field.Doc, $"The field {field.Field.Name}.", "    "));
        if (field.Field.Properties.Any(property => property.Key == "pii" && property.Value.IsTrue)) text.Append("    /// <remarks>Personal data.</remarks>\n");
        var initial = field.Field.Default is { } json ? DefaultSource.Of(field.Field.Schema, field.Shape, json, csharp) : null;
        text.Append($"    public {(initial is null ? "required " : "")}{field.Shape.Type} {field.Property} {{ get; init; }}");
        text.Append(initial is null or "null" ? "\n\n" : $" = {initial};\n\n");
    }

    private static void Equality(StringBuilder text, string type, List<FieldCode> fields)
    {
        var same = string.Join("\n        && ", fields.Select(field => field.Shape.Same(field.Property, $"other.{field.Property}")));
        // Enough fields to tell records apart: those whose hash says what they hold.
        var hashed = fields.Where(field => field.Shape.HasValueEquality).Take(8).Select(field => field.Property).ToList();
        var hash = hashed.Count > 0 ? $"global::System.HashCode.Combine({string.Join(", ", hashed)})" : $"typeof({type}).GetHashCode()";
        text.Append($$"""
                /// <summary>Compares what the records hold, lists and bytes item by item.</summary>
                public bool Equals({{type}}? other) => ReferenceEquals(this, other) || (other is not null
                    && {{same}});

                /// <inheritdoc/>
                public override int GetHashCode() => {{hash}};


            """.Replace("\r", ""));
    }
}

/// <summary>A field and what stands for it in C#.</summary>
internal sealed record FieldCode(RecordField Field, string Property, Shape Shape);
