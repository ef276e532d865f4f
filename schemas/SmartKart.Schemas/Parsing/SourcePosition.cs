namespace SmartKart.Schemas;

/// <summary>A place in a schema text.</summary>
/// <param name="File">The file's name, or null where the text came from elsewhere.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">In UTF-8 bytes, counted from 1.</param>
public readonly record struct SourcePosition(string? File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File ?? "schema"}:{Line}:{Column}";
}
