namespace SmartKart.Warehouse;

/// <summary>Text that stands in SQL where no parameter can: names, and paths in a COPY.</summary>
public static class SqlText
{
    /// <summary>A name, in double quotes: it means exactly itself, whatever it holds.</summary>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text, in single quotes. Where a parameter can stand, pass a parameter.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
