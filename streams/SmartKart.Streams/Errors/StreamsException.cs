namespace SmartKart.Streams;

/// <summary>Something went wrong in the topology runtime. What exactly is told by the sealed types below it.</summary>
public abstract class StreamsException(string message, Exception? cause = null) : Exception(message, cause);
