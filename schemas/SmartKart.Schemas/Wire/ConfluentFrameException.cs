namespace SmartKart.Schemas;

/// <summary>Bytes that are no message in Confluent's wire format. What follows the head was not looked at.</summary>
public sealed class ConfluentFrameException : SchemaException
{
    internal ConfluentFrameException(FrameFault fault, int offset, string message) : base(message) => (Fault, Offset) = (fault, offset);

    /// <summary>What is wrong.</summary>
    public FrameFault Fault { get; }

    /// <summary>The byte, from 0, that is wrong, or at which the data end.</summary>
    public int Offset { get; }
}
