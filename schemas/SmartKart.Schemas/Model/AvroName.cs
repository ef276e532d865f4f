namespace SmartKart.Schemas;

/// <summary>A name and the namespace it stands in.</summary>
/// <param name="Name">Letters, digits and underscores, no digit first.</param>
/// <param name="Namespace">Such names joined by dots; empty for none.</param>
public readonly record struct AvroName(string Name, string Namespace)
{
    /// <summary><c>namespace.name</c>, or just the name.</summary>
    public string FullName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";

    /// <summary>Splits a name as written: one with a dot carries its own namespace, else the given one applies.</summary>
    public static AvroName Of(string written, string enclosingNamespace)
    {
        var dot = written.LastIndexOf('.');
        return dot < 0 ? new AvroName(written, enclosingNamespace) : new AvroName(written.Substring(dot + 1), written.Substring(0, dot));
    }

    /// <summary>Whether the text is a name without dots, as the specification spells them.</summary>
    public static bool IsSimple(string text)
    {
        if (text.Length == 0 || text[0] is >= '0' and <= '9') return false;
        foreach (var c in text)
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_')) return false;
        return true;
    }

    /// <summary>Whether the text is simple names joined by dots.</summary>
    public static bool IsDotted(string text) => Array.TrueForAll(text.Split('.'), IsSimple);

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
