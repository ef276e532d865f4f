namespace SmartKart.Broker.Handlers;

/// <summary>A request that asked for no answer was refused: closing the connection is how Kafka says so. The message goes on after "because ".</summary>
internal sealed class RefusedWithoutAnswerException(string message) : Exception(message);
