namespace SmartKart.Schemas.Generator.Emit;

/// <summary>Avro's docs as XML docs.</summary>
internal static class Docs
{
    /// <summary>A summary of one line; where the schema says nothing, what it is.</summary>
    public static string Summary(string? doc, string otherwise, string indent = "") =>
        $"{indent}/// <summary>{Escape(string.IsNullOrWhiteSpace(doc) ? otherwise : doc!)}</summary>\n";

    /// <summary>Text as XML, on one line: what C# takes for the end of a line becomes a space, what XML cannot say is dropped.</summary>
    public static string Escape(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)        // null: at any white space, line ends among it
            .Select(word => string.Concat(word.Where(c => !char.IsControl(c) && c is not ('\ufffe' or '\uffff'))))
            .Where(word => word.Length > 0);
        return string.Join(" ", words).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
    }
}
