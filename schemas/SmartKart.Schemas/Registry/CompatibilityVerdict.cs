namespace SmartKart.Schemas.Registry;

/// <summary>Whether a subject's level lets a schema in.</summary>
/// <param name="IsCompatible">It does.</param>
/// <param name="Messages">Why not, in the registry's words; empty where it does.</param>
public sealed record CompatibilityVerdict(bool IsCompatible, IReadOnlyList<string> Messages);
