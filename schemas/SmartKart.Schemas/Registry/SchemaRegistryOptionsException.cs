namespace SmartKart.Schemas.Registry;

/// <summary>
/// A setting of the registry's client that cannot be used. The message begins with its key; nothing was asked of a registry.
/// </summary>
public sealed class SchemaRegistryOptionsException : SchemaException
{
    internal SchemaRegistryOptionsException(string message, Exception? cause = null) : base(message, cause) { }
}
