namespace SmartKart.Schemas.Registry;

/// <summary>
/// What a registry says with <c>error_code</c>: the first three digits are the HTTP status. Confluent Schema Registry, <c>Errors.java</c>.
/// </summary>
public static class RegistryErrorCode
{
    /// <summary>No such subject.</summary>
    public const int SubjectNotFound = 40401;

    /// <summary>The subject has no such version.</summary>
    public const int VersionNotFound = 40402;

    /// <summary>No such schema, or no such id.</summary>
    public const int SchemaNotFound = 40403;

    /// <summary>The subject was deleted softly already.</summary>
    public const int SubjectSoftDeleted = 40404;

    /// <summary>A subject must be deleted softly before it is deleted permanently.</summary>
    public const int SubjectNotSoftDeleted = 40405;

    /// <summary>The version was deleted softly already.</summary>
    public const int VersionSoftDeleted = 40406;

    /// <summary>A version must be deleted softly before it is deleted permanently.</summary>
    public const int VersionNotSoftDeleted = 40407;

    /// <summary>The subject has no compatibility level of its own.</summary>
    public const int SubjectCompatibilityNotConfigured = 40408;

    /// <summary>The subject has no mode of its own.</summary>
    public const int SubjectModeNotConfigured = 40409;

    /// <summary>The schema is not compatible with the subject's.</summary>
    public const int Incompatible = 409;

    /// <summary>The text is no schema.</summary>
    public const int InvalidSchema = 42201;

    /// <summary>The version is no number of 1 and up, nor <c>latest</c>.</summary>
    public const int InvalidVersion = 42202;

    /// <summary>No such compatibility level.</summary>
    public const int InvalidCompatibilityLevel = 42203;

    /// <summary>No such mode.</summary>
    public const int InvalidMode = 42204;

    /// <summary>The subject's mode does not allow it.</summary>
    public const int OperationNotPermitted = 42205;

    /// <summary>Another schema refers to the one to be deleted.</summary>
    public const int ReferenceExists = 42206;
}
