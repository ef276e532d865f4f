namespace SmartKart.Scoring;

/// <summary>A model could not be opened, or could not score as asked. The leaves say what was wrong: an artifact, a library, an input.</summary>
public abstract class ScoringException : Exception
{
    private protected ScoringException(string message, Exception? cause = null) : base(message, cause) { }
}
