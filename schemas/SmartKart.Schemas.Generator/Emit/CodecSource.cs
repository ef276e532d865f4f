using System.Text;

namespace SmartKart.Schemas.Generator.Emit;

/// <summary>The C# of a record's codec: its schema, a bound of its size, a writer and a reader.</summary>
internal static class CodecSource
{
    public static void Append(StringBuilder text, RecordSchema record, string type, List<FieldCode> fields)
    {
        var recursive = ReachesItself(record);
        text.Append($$""""
            /// <summary>Writes and reads <see cref="{{type}}"/> in Avro's binary encoding, with no reflection.</summary>
            public static class {{type}}Codec
            {
                /// <summary>The schema, as it was written.</summary>
                public static global::SmartKart.Schemas.RecordSchema Schema { get; } = (global::SmartKart.Schemas.RecordSchema)global::SmartKart.Schemas.AvroSchema.Parse(
                    """{{record}}""");

                /// <summary>An upper bound of the bytes that a value takes.</summary>
                /// <exception cref="global::SmartKart.Schemas.AvroDataException">A value is null where the schema has no null.</exception>
                public static int MaxBytes({{type}} value)
                {
                    try
                    {
                        return Size(value, 0);
                    }
                    catch (global::SmartKart.Schemas.AvroDataException e) when (e.Schema is null)
                    {
                        throw global::SmartKart.Schemas.AvroFieldLocator.WhileWriting(Schema, e);
                    }
                }

                /// <summary>Writes a value into the caller's bytes. Hot path: it allocates nothing.</summary>
                /// <returns>Bytes written.</returns>
                /// <exception cref="global::SmartKart.Schemas.AvroDataException">A value does not fit the schema, or the output is too small.</exception>
                public static int Encode({{type}} value, global::System.Span<byte> output)
                {
                    var writer = new global::SmartKart.Schemas.AvroWriter(output);
                    try
                    {
                        Write(ref writer, value);
                        return writer.Position;
                    }
                    catch (global::SmartKart.Schemas.AvroDataException e) when (e.Schema is null)
                    {
                        throw global::SmartKart.Schemas.AvroFieldLocator.WhileWriting(Schema, e);
                    }
                }

                /// <summary>Reads a value that is all of the input. Hot path: it allocates the record and what it holds.</summary>
                /// <exception cref="global::SmartKart.Schemas.AvroDataException">The input is no such value.</exception>
                public static {{type}} Decode(global::System.ReadOnlySpan<byte> input)
                {
                    var value = Decode(input, out var bytesRead);
                    if (bytesRead != input.Length) throw global::SmartKart.Schemas.AvroFieldLocator.BytesLeft(Schema, input.Length, bytesRead);
                    return value;
                }

                /// <summary>Reads a value from the beginning of the input, where more may follow.</summary>
                /// <exception cref="global::SmartKart.Schemas.AvroDataException">The input does not begin with such a value.</exception>
                public static {{type}} Decode(global::System.ReadOnlySpan<byte> input, out int bytesRead)
                {
                    var reader = new global::SmartKart.Schemas.AvroReader(input);
                    try
                    {
                        var value = Read(ref reader);
                        bytesRead = reader.Position;
                        return value;
                    }
                    catch (global::SmartKart.Schemas.AvroDataException e) when (e.Schema is null)
                    {
                        throw global::SmartKart.Schemas.AvroFieldLocator.WhileReading(Schema, input, e);
                    }
                }


            """".Replace("\r", ""));
        Read(text, type, fields, recursive);
        Write(text, type, fields, recursive);
        Size(text, type, fields, recursive);
        foreach (var method in fields.SelectMany(field => field.Shape.Methods())) text.Append('\n').AppendIndented(method, "    ");
        text.Append("}\n");
    }

    private static void Read(StringBuilder text, string type, List<FieldCode> fields, bool recursive)
    {
        text.Append($"    /// <summary>Reads a value from where the reader stands.</summary>\n    public static {type} Read(ref global::SmartKart.Schemas.AvroReader reader)\n    {{\n");
        if (recursive) text.Append("        reader.Enter();\n");
        foreach (var field in fields) text.Append($"        var {CSharpNames.Local(field.Field)} = {field.Shape.Read()};\n");
        if (recursive) text.Append("        reader.Leave();\n");
        text.Append($"        return new {type}\n        {{\n");
        foreach (var field in fields) text.Append($"            {field.Property} = {CSharpNames.Local(field.Field)},\n");
        text.Append("        };\n    }\n\n");
    }

    private static void Write(StringBuilder text, string type, List<FieldCode> fields, bool recursive)
    {
        text.Append($"    /// <summary>Writes a value where the writer stands.</summary>\n    public static void Write(ref global::SmartKart.Schemas.AvroWriter writer, {type} value)\n    {{\n");
        if (recursive) text.Append("        writer.Enter();\n");
        foreach (var field in fields)
            if (field.Shape.Write($"value.{field.Property}", Literal(field)) is { Length: > 0 } write) text.Append($"        {write}\n");
        if (recursive) text.Append("        writer.Leave();\n");
        text.Append("    }\n\n");
    }

    private static void Size(StringBuilder text, string type, List<FieldCode> fields, bool recursive)
    {
        var constant = fields.Sum(field => (long)(field.Shape.ConstantSize ?? 0));
        text.Append($"    internal static int Size({type} value, int depth)\n    {{\n");
        if (recursive) text.Append("        global::SmartKart.Schemas.AvroSize.Enter(ref depth);\n");
        text.Append($"        return checked({Math.Min(constant, int.MaxValue)}");
        foreach (var field in fields)
            if (field.Shape.ConstantSize is null) text.Append($"\n            + {Parenthesised(field.Shape.Size($"value.{field.Property}", Literal(field)))}");
        text.Append(");\n    }\n");
    }

    private static string Parenthesised(string expression) => expression.Contains(" + ") ? $"({expression})" : expression;

    private static string Literal(FieldCode field) => $"\"{field.Field.Name}\"";

    private static bool ReachesItself(RecordSchema record)
    {
        var seen = new HashSet<AvroSchema>();
        return record.Fields.Any(field => Reaches(field.Schema));

        bool Reaches(AvroSchema schema) => ReferenceEquals(schema, record) || (seen.Add(schema) && schema switch
        {
            RecordSchema inner => inner.Fields.Any(field => Reaches(field.Schema)),
            ArraySchema array => Reaches(array.Items),
            MapSchema map => Reaches(map.Values),
            UnionSchema union => union.Branches.Any(Reaches),
            _ => false,
        });
    }
}
