namespace SmartKart.Streams;

/// <summary>A record's key or value could not be read, and the deserialization exception handler said to fail.</summary>
public sealed class DeserializationException(string message, Exception cause) : StreamsException(message, cause);
