namespace SmartKart.Streams;

/// <summary>Bytes are not what a serde reads, or a value not what it writes.</summary>
/// <param name="message">What was expected, what was found, and the likely reason.</param>
/// <param name="cause">What was caught, if anything.</param>
public sealed class SerializationException(string message, Exception? cause = null) : StreamsException(message, cause)
{
    internal static SerializationException WrongLength(string type, int expected, int found) => new(
        $"{type} takes {expected} bytes, and there are {found}. The record was probably written by another serde than the one that reads it.");

    internal static SerializationException TooShort(string type, int least, int found) => new(
        $"{type} takes at least {least} bytes, and there are {found}. The record was probably written by another serde than the one that reads it.");
}
