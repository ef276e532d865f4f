namespace SmartKart.Schemas.Registry;

/// <summary>How much of a schema is deleted.</summary>
public enum Deletion
{
    /// <summary>Its place in the subject: no new producer finds it, and messages that carry its id can still be read.</summary>
    Soft,

    /// <summary>All of it, after a soft deletion: messages that carry its id cannot be read any more.</summary>
    Permanent,
}
