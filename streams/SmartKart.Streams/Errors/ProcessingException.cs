namespace SmartKart.Streams;

/// <summary>A processor threw, and the processing exception handler said to fail. The task stops; what it did since its last commit is undone.</summary>
public sealed class ProcessingException(string message, Exception cause) : StreamsException(message, cause);
