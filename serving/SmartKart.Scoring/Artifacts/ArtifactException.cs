namespace SmartKart.Scoring.Artifacts;

/// <summary>A file of a model can't be used: it is missing, cut short, changed, or of another kind. Whoever has a model already keeps it.</summary>
public sealed class ArtifactException : ScoringException
{
    internal ArtifactException(string path, string message, Exception? cause = null) : base($"{path} {message}", cause) => Path = path;

    /// <summary>Which file.</summary>
    public string Path { get; }
}
