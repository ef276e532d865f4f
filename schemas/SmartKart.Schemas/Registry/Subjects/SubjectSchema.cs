namespace SmartKart.Schemas.Registry;

/// <summary>A schema in its place: what a subject holds as one of its versions.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Version">The version there, 1 and up.</param>
/// <param name="Id">The schema's id, which is the same wherever the schema is registered.</param>
/// <param name="Text">The schema as the registry keeps it; <see cref="SchemaRegistryClient.ResolveAsync"/> parses it.</param>
public sealed record SubjectSchema(string Subject, int Version, SchemaId Id, SchemaText Text);
