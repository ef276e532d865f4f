namespace SmartKart.Schemas.Generator.Emit;

/// <summary>The C# of an enum: its members in the order of their index, and their symbols as text.</summary>
internal static class EnumSource
{
    public static string Of(EnumSchema schema, CSharpNames csharp)
    {
        var type = CSharpNames.Type(schema);
        var members = schema.Symbols.Select(CSharpNames.Pascal).ToList();
        if (members.GroupBy(member => member).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SchemaParseException(schema.At, $"two symbols of enum '{schema.FullName}' would both be {type}.{twice.Key} in C#; rename one.");
        var text = SourceFrame.Begin(schema, csharp);
        text.Append(Docs.Summary(schema.Doc, $"The enum {schema.FullName}."));
        text.Append($"public enum {type}\n{{\n");
        for (var i = 0; i < members.Count; i++) text.Append($"    /// <summary><c>{schema.Symbols[i]}</c></summary>\n    {members[i]} = {i},\n");
        text.Append("}\n\n");
        text.Append($$"""
            /// <summary>The symbols of <see cref="{{type}}"/>, as the schema spells them.</summary>
            public static class {{type}}Symbols
            {
                /// <summary>The symbol; a value that has none is an <see cref="global::System.ArgumentOutOfRangeException"/>.</summary>
                public static string Symbol(this {{type}} value) => value switch
                {
            {{string.Join("\n", members.Select((member, i) => $"        {type}.{member} => \"{schema.Symbols[i]}\","))}}
                    _ => throw new global::System.ArgumentOutOfRangeException(nameof(value), value, "no symbol of {{schema.FullName}} has this index"),
                };

                /// <summary>The value of a symbol; false where there is none.</summary>
                public static bool TryParse(global::System.ReadOnlySpan<char> symbol, out {{type}} value)
                {
                    (var known, value) = symbol switch
                    {
            {{string.Join("\n", members.Select((member, i) => $"            \"{schema.Symbols[i]}\" => (true, {type}.{member}),"))}}
                        _ => (false, default({{type}})),
                    };
                    return known;
                }
            }

            """.Replace("\r", ""));
        return text.ToString();
    }
}
