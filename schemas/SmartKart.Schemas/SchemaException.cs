namespace SmartKart.Schemas;

/// <summary>Bytes, a schema or a registry that cannot be used as asked. The message names the schema, the field and the byte offset, where there is one.</summary>
public class SchemaException : Exception
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="message">What, where and the remedy.</param>
    /// <param name="cause">The fault underneath, if any.</param>
    public SchemaException(string message, Exception? cause = null) : base(message, cause) { }
}
