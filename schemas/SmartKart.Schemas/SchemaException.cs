namespace SmartKart.Schemas;

/// <summary>
/// Something that Avro, a schema or the registry does not allow. Its leaves say which: <c>SchemaParseException</c>,
/// <c>AvroDataException</c> and their siblings. The message says what, where and the remedy.
/// </summary>
public abstract class SchemaException : Exception
{
    private protected SchemaException(string message, Exception? cause = null) : base(message, cause) { }
}
