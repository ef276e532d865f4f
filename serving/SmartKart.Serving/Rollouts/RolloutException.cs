namespace SmartKart.Serving.Rollouts;

/// <summary>A rollout can't be used as it is written. The message says where it is wrong and what would be right.</summary>
public sealed class RolloutException(string message, Exception? cause = null) : Exception(message, cause);
