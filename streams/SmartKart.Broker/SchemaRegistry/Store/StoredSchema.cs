using SmartKart.Schemas;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>What a subject holds as one of its versions.</summary>
/// <param name="Id">The same wherever the same text is registered.</param>
/// <param name="Text">As it was registered, reprinted, so that spelling alone makes no new schema.</param>
/// <param name="IsDeleted">Softly: found by its id, and by those who ask for what is deleted.</param>
internal sealed record StoredSchema(int Id, SchemaText Text, bool IsDeleted = false);

/// <summary>What is set for a subject, or for the registry. Null: nothing is.</summary>
/// <param name="Level">What a new version must be compatible with.</param>
/// <param name="Normalizes">Whether schemas are normalized when nobody asks.</param>
internal sealed record RegistryConfig(CompatibilityLevel? Level = null, bool? Normalizes = null);
