namespace SmartKart.Scoring.Registry;

/// <summary>A model isn't registered as asked for, or its registration can't be read.</summary>
public class RegistryException : ScoringException
{
    internal RegistryException(string message, Exception? cause = null) : base(message, cause) { }
}
