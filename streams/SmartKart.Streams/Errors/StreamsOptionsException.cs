namespace SmartKart.Streams;

/// <summary>A setting of the application is out of its range, or does not fit the place it runs in. Nothing was started.</summary>
public sealed class StreamsOptionsException(string message, Exception? cause = null) : StreamsException(message, cause);
