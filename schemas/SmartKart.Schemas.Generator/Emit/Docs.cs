namespace SmartKart.Schemas.Generator.Emit;

/// <summary>Avro's docs as XML docs.</summary>
internal static class Docs
{
    /// <summary>A summary of one line; where the schema says nothing, what it is.</summary>
    public static string Summary(string? doc, string otherwise, string indent = "") =>
        $"{indent}/// <summary>{Escape(string.IsNullOrWhiteSpace(doc) ? otherwise : doc!)}</summary>\n";

    /// <summary>Text as XML, on one line: C# ends a line at U+0085, U+2028 and U+2029 too, which are white space as well.</summary>
    public static string Escape(string text) =>
        string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
