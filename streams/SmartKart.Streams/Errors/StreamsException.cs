namespace SmartKart.Streams;

/// <summary>The topology runtime could not do as asked. The leaves say what a caller may do about it.</summary>
public abstract class StreamsException(string message, Exception? cause = null) : Exception(message, cause);
