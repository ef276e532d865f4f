namespace SmartKart.Streams;

/// <summary>A record could not be serialized or was refused by the broker, and the production exception handler said to fail.</summary>
public sealed class ProductionException(string message, Exception cause) : StreamsException(message, cause);
