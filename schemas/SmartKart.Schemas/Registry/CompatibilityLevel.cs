namespace SmartKart.Schemas.Registry;

/// <summary>
/// What a registry demands of a subject's next schema. A transitive level looks at all versions, any other at the latest.
/// </summary>
public enum CompatibilityLevel
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The new schema reads what the old one wrote: consumers are upgraded first. A registry's default.</summary>
    Backward,

    /// <summary>The new schema reads what any of the old ones wrote.</summary>
    BackwardTransitive,

    /// <summary>The old schema reads what the new one writes: producers are upgraded first.</summary>
    Forward,

    /// <summary>Each of the old schemas reads what the new one writes.</summary>
    ForwardTransitive,

    /// <summary>Backward and forward.</summary>
    Full,

    /// <summary>Backward and forward, with all versions.</summary>
    FullTransitive,
}
