namespace SmartKart.Streams;

/// <summary>The application is not in a state in which that can be done: it was started before, or it runs, or it does not.</summary>
public sealed class StreamsStateException(string message) : StreamsException(message);
