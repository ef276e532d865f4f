namespace SmartKart.Schemas.Registry;

/// <summary>What a registry, or a subject of it, lets happen.</summary>
public enum RegistryMode
{
    /// <summary>Reading and registering: the default.</summary>
    ReadWrite,

    /// <summary>Reading alone.</summary>
    ReadOnly,

    /// <summary>Reading alone, whatever a subject says.</summary>
    ReadOnlyOverride,

    /// <summary>Registering under ids and versions that the caller chooses, as when a registry is moved.</summary>
    Import,

    /// <summary>As <see cref="Import"/>, for a follower that copies another registry.</summary>
    Forward,
}
