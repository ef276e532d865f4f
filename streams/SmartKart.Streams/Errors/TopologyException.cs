namespace SmartKart.Streams;

/// <summary>A topology that cannot be built or run as it is. Nothing was started.</summary>
public sealed class TopologyException(string message, Exception? cause = null) : StreamsException(message, cause);
