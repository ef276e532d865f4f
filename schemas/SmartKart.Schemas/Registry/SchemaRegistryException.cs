using System.Net;

namespace SmartKart.Schemas.Registry;

/// <summary>What a schema registry refused, could not be asked, or answered in a way that it should not.</summary>
public sealed class SchemaRegistryException : SchemaException
{
    internal SchemaRegistryException(string message, Exception? cause = null) : base(message, cause) { }

    /// <summary>The registry that was asked, without credentials; null where none was.</summary>
    public Uri? Registry { get; internal init; }

    /// <summary>The HTTP status of the answer; null where there was none.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>The registry's own number for what is wrong, one of <see cref="RegistryErrorCode"/>; null where it gave none.</summary>
    public int? ErrorCode { get; internal init; }

    /// <summary>The subject that was asked for, if any.</summary>
    public string? Subject { get; internal init; }

    /// <summary>The schema id that was asked for, if any.</summary>
    public SchemaId? Id { get; internal init; }
}
