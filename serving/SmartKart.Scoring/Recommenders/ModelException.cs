namespace SmartKart.Scoring.Recommenders;

/// <summary>What a model was made of doesn't fit together, or not what it is asked for.</summary>
public sealed class ModelException : ScoringException
{
    internal ModelException(string message, Exception? cause = null) : base(message, cause) { }
}
