namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>Lays out text that stands inside other text.</summary>
internal static class QueryText
{
    /// <summary>Sets all lines but the first, which stands where it is put, so many spaces further in.</summary>
    internal static string Indent(string text, int spaces) => text.Replace("\n", "\n" + new string(' ', spaces), StringComparison.Ordinal);
}
