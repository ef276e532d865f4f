namespace SmartKart.Schemas.Registry;

/// <summary>Where a schema takes a named type from that it does not define itself.</summary>
/// <param name="Name">The type's full name, such as <c>smartkart.events.LineItem</c>.</param>
/// <param name="Subject">The subject that defines it.</param>
/// <param name="Version">The version there, 1 and up.</param>
public sealed record SchemaReference(string Name, string Subject, int Version);
