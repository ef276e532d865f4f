using System.Text;

namespace SmartKart.Schemas.Generator;

/// <summary>
/// Avro's names as C#'s. <c>order_placed</c> becomes <c>OrderPlaced</c>; a namespace likewise, segment by segment, unless the
/// project's <c>AvroNamespaceMap</c> (<c>avro.name=CSharp.Name;…</c>) says otherwise.
/// </summary>
internal sealed class CSharpNames
{
    private static readonly HashSet<string> Members = new(StringComparer.Ordinal)
    {
        "Equals", "GetHashCode", "ToString", "GetType", "MemberwiseClone", "PrintMembers", "EqualityContract", "Finalize", "ReferenceEquals", "Deconstruct", "Clone",
    };

    private static readonly HashSet<string> Keywords = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit "
        + "extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out "
        + "override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw "
        + "true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while").Split(' '), StringComparer.Ordinal);

    private readonly Dictionary<string, string> _namespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _claimed = new(StringComparer.OrdinalIgnoreCase);

    public CSharpNames(string map)
    {
        foreach (var entry in map.Split([';', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = entry.IndexOf('=');
            if (equals > 0) _namespaces[entry.Substring(0, equals).Trim()] = entry.Substring(equals + 1).Trim();
        }
    }

    /// <summary>The C# namespace of a schema; empty for none.</summary>
    public string Namespace(NamedSchema schema) =>
        _namespaces.TryGetValue(schema.Name.Namespace, out var mapped) ? mapped
        : string.Join(".", schema.Name.Namespace.Split(['.'], StringSplitOptions.RemoveEmptyEntries).Select(Pascal));

    /// <summary>The type's name without its namespace.</summary>
    public static string Type(NamedSchema schema) => Pascal(schema.Name.Name);

    /// <summary>Namespace and name.</summary>
    public string FullName(NamedSchema schema)
    {
        var space = Namespace(schema);
        return space.Length == 0 ? Type(schema) : $"{space}.{Type(schema)}";
    }

    /// <summary>The type as generated code refers to it.</summary>
    public string Global(NamedSchema schema) => $"global::{FullName(schema)}";

    /// <summary>The property that holds a field.</summary>
    public static string Property(RecordField field, RecordSchema record)
    {
        var name = Pascal(field.Name);
        return Members.Contains(name) || name == Type(record) || name == Type(record) + "Codec" ? name + "Value" : name;
    }

    /// <summary>The local variable that holds a field while its record is read.</summary>
    public static string Local(RecordField field)
    {
        var pascal = Pascal(field.Name);
        var name = char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
        return Keywords.Contains(name) ? "@" + name : name == "reader" ? name + "_" : name;      // no other local ends so
    }

    /// <summary>Reserves the names of the type and of the class that goes with it. A fixed has no type.</summary>
    /// <exception cref="SchemaParseException">Another schema's name is the same in C#.</exception>
    public void Claim(NamedSchema schema)
    {
        if (schema is FixedSchema) return;
        Claim(FullName(schema), $"'{schema.FullName}'", schema.At);
        Claim(FullName(schema) + (schema is RecordSchema ? "Codec" : "Symbols"), $"what goes with '{schema.FullName}'", schema.At);
    }

    /// <summary>Reserves a type's name, C# full name given. Names that differ in case alone are one: generated files are told apart by
    /// name, and file systems may not tell case.</summary>
    public void Claim(string fullName, string owner, SourcePosition at)
    {
        if (_claimed.TryGetValue(fullName, out var other))
            throw new SchemaParseException(at, $"{owner} and {other} would both be {fullName} in C#; rename one.");
        _claimed.Add(fullName, owner);
    }

    /// <summary><c>order_placed</c> → <c>OrderPlaced</c>; <c>SKU_ID</c> → <c>SkuId</c>; <c>unitPrice</c> → <c>UnitPrice</c>.</summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var part in name.Split(['_'], StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(char.ToUpperInvariant(part[0]));
            var shouting = part.Length > 1 && part.All(c => !char.IsLower(c)) && name.Contains("_");
            text.Append(shouting ? part.Substring(1).ToLowerInvariant() : part.Substring(1));
        }
        if (text.Length == 0 || char.IsDigit(text[0])) text.Insert(0, '_');
        return text.ToString();
    }
}
