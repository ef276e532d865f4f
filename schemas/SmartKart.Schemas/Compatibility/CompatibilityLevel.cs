namespace SmartKart.Schemas;

/// <summary>What a subject asks of a new version of its schema, as Confluent's registry defines it.</summary>
public enum CompatibilityLevel
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>The new version reads data of the latest one: readers may be upgraded first.</summary>
    Backward,
    /// <summary>The new version reads data of every former one.</summary>
    BackwardTransitive,
    /// <summary>The latest version reads data of the new one: writers may be upgraded first.</summary>
    Forward,
    /// <summary>Every former version reads data of the new one.</summary>
    ForwardTransitive,
    /// <summary>The new version and the latest read each other's data.</summary>
    Full,
    /// <summary>The new version and every former one read each other's data.</summary>
    FullTransitive,
}

/// <summary>The registry's words for the levels, and what they ask.</summary>
public static class CompatibilityLevels
{
    private static readonly string[] Keywords =
        ["NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"];

    /// <summary>The word for the level, such as <c>BACKWARD_TRANSITIVE</c>.</summary>
    public static string Keyword(this CompatibilityLevel level) => Keywords[(int)level];

    /// <summary>The level of that word, in capitals or not, as the registry takes it.</summary>
    public static bool TryParse(string? keyword, out CompatibilityLevel level)
    {
        var index = Array.FindIndex(Keywords, word => word.Equals(keyword, StringComparison.OrdinalIgnoreCase));
        level = (CompatibilityLevel)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Whether all former versions count, not just the latest.</summary>
    public static bool IsTransitive(this CompatibilityLevel level) =>
        level is CompatibilityLevel.BackwardTransitive or CompatibilityLevel.ForwardTransitive or CompatibilityLevel.FullTransitive;

    /// <summary>Whether the new version must read former data.</summary>
    public static bool ReadsFormer(this CompatibilityLevel level) =>
        level is not (CompatibilityLevel.None or CompatibilityLevel.Forward or CompatibilityLevel.ForwardTransitive);

    /// <summary>Whether former versions must read new data.</summary>
    public static bool IsReadByFormer(this CompatibilityLevel level) =>
        level is not (CompatibilityLevel.None or CompatibilityLevel.Backward or CompatibilityLevel.BackwardTransitive);
}
