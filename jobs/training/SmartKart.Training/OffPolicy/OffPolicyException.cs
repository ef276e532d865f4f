namespace SmartKart.Training.OffPolicy;

/// <summary>Logged rounds from which no policy can be judged, or arrays that don't fit them.</summary>
public sealed class OffPolicyException : TrainingException
{
    internal OffPolicyException(string message, Exception? cause = null) : base(message, cause) { }
}
