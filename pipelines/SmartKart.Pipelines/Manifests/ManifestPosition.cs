namespace SmartKart.Pipelines.Manifests;

/// <summary>A place in a manifest.</summary>
/// <param name="File">As it was named to the reader.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
public readonly record struct ManifestPosition(string File, int Line, int Column)
{
    /// <summary>As editors and terminals know it: <c>file:line:column</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>A text of a manifest and where it is written. It may hold tags, <c>{{…}}</c>, which are filled when its step is about to run.</summary>
public readonly record struct SourceText(string Value, ManifestPosition At)
{
    /// <summary>The text.</summary>
    public override string ToString() => Value;
}
