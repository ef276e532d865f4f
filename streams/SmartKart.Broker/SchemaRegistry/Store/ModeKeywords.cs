using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>The registry's words for its modes.</summary>
internal static class ModeKeywords
{
    private static readonly string[] Keywords = ["READWRITE", "READONLY", "READONLY_OVERRIDE", "IMPORT", "FORWARD"];

    public static string Of(RegistryMode mode) => Keywords[(int)mode];

    /// <summary>The mode of a word, in capitals or not.</summary>
    public static bool TryParse(string? keyword, out RegistryMode mode)
    {
        var index = Array.FindIndex(Keywords, word => word.Equals(keyword, StringComparison.OrdinalIgnoreCase));
        mode = (RegistryMode)Math.Max(index, 0);
        return index >= 0;
    }
}
