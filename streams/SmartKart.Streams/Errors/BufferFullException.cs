namespace SmartKart.Streams;

/// <summary>A suppression may hold no more back, and nothing out early. The task stops; it goes on once the limits are raised.</summary>
public sealed class BufferFullException(string message) : StreamsException(message);
