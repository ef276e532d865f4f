namespace SmartKart.FeatureStore.Definitions;

/// <summary>A place in a definition file.</summary>
/// <param name="File">As its reader named it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
public readonly record struct DefinitionPosition(string File, int Line, int Column)
{
    /// <summary>As editors and terminals know it: <c>file:line:column</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
