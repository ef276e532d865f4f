namespace SmartKart.Training.Interactions;

/// <summary>Interactions from which nothing can be learned, or that don't fit together.</summary>
public sealed class InteractionException : TrainingException
{
    internal InteractionException(string message, Exception? cause = null) : base(message, cause) { }
}
