namespace SmartKart.Broker.Protocol;

/// <summary>Bytes that are no message of Kafka's protocol, or a message that its version cannot say.</summary>
public sealed class ProtocolException : Exception
{
    internal ProtocolException(string problem, string message, short version, string? field, long offset)
        : base($"{message} version {version}{(field is null ? "" : $", field '{field}'")}, byte {offset}: {problem}") =>
        (Problem, MessageName, Version, Field, Offset) = (problem, message, version, field, offset);

    /// <summary>What is wrong, without its place.</summary>
    public string Problem { get; }

    /// <summary>The message that was read or written, such as <c>FetchRequest</c>.</summary>
    public string MessageName { get; }

    /// <summary>Its version.</summary>
    public short Version { get; }

    /// <summary>The field that was reached, or null where it is no one's.</summary>
    public string? Field { get; }

    /// <summary>The byte, counted from the start of the message, at which reading or writing stopped.</summary>
    public long Offset { get; }
}
