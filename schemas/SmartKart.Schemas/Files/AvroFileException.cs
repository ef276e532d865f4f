namespace SmartKart.Schemas;

/// <summary>An object container file that cannot be read, or not be written to.</summary>
public sealed class AvroFileException : SchemaException
{
    internal AvroFileException(long offset, string problem, Exception? cause = null)
        : base($"Avro file, byte {offset}: {problem}", cause) => (Offset, Problem) = (offset, problem);

    /// <summary>The byte, from where the stream stood when it was opened, at which the part that is wrong begins.</summary>
    public long Offset { get; }

    /// <summary>The message without its place.</summary>
    public string Problem { get; }
}
