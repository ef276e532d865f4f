using SmartKart.Broker.Storage;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>
/// What the registry refuses, and how it says so: codes and, where clients may look at them, words of Confluent's <c>Errors.java</c>.
/// </summary>
internal static class RegistryError
{
    private const int InvalidSubjectCode = 42208, SchemaTooLargeCode = 42209, StoreCode = 50001;

    public static RegistryException SubjectNotFound(string subject) => new(RegistryErrorCode.SubjectNotFound, $"Subject '{subject}' not found.");

    public static RegistryException VersionNotFound(int version) => new(RegistryErrorCode.VersionNotFound, $"Version {version} not found.");

    public static RegistryException SchemaNotFound() => new(RegistryErrorCode.SchemaNotFound, "Schema not found");

    public static RegistryException SchemaNotFound(int id) => new(RegistryErrorCode.SchemaNotFound, $"Schema {id} not found");

    public static RegistryException SubjectSoftDeleted(string subject) => new(RegistryErrorCode.SubjectSoftDeleted,
        $"Subject '{subject}' was soft deleted. Set permanent=true to delete permanently");

    public static RegistryException SubjectNotSoftDeleted(string subject) => new(RegistryErrorCode.SubjectNotSoftDeleted,
        $"Subject '{subject}' was not deleted first before being permanently deleted");

    public static RegistryException VersionSoftDeleted(string subject, int version) => new(RegistryErrorCode.VersionSoftDeleted,
        $"Subject '{subject}' Version {version} was soft deleted. Set permanent=true to delete permanently");

    public static RegistryException VersionNotSoftDeleted(string subject, int version) => new(RegistryErrorCode.VersionNotSoftDeleted,
        $"Subject '{subject}' Version {version} was not deleted first before being permanently deleted");

    public static RegistryException CompatibilityNotConfigured(string subject) => new(RegistryErrorCode.SubjectCompatibilityNotConfigured,
        $"Subject '{subject}' does not have subject-level compatibility configured");

    public static RegistryException ModeNotConfigured(string subject) => new(RegistryErrorCode.SubjectModeNotConfigured,
        $"Subject '{subject}' does not have subject-level mode configured");

    public static RegistryException Incompatible(string subject, IEnumerable<string> faults) => new(RegistryErrorCode.Incompatible,
        $"Schema being registered is incompatible with an earlier schema for subject \"{subject}\", details: [{string.Join(", ", faults)}]");

    public static RegistryException InvalidSchema(string problem, Exception? cause = null) =>
        new(RegistryErrorCode.InvalidSchema, $"Invalid schema: {problem}", cause);

    public static RegistryException SchemaTypeNotSpoken(string type) => InvalidSchema(
        $"schemaType is '{type}', and this registry keeps AVRO alone. Register an Avro schema, or use Confluent's registry for {type}.");

    public static RegistryException InvalidVersion(string text) => new(RegistryErrorCode.InvalidVersion,
        $"The specified version '{text}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");

    public static RegistryException InvalidCompatibility() => new(RegistryErrorCode.InvalidCompatibilityLevel,
        "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive");

    public static RegistryException InvalidMode(string problem) => new(RegistryErrorCode.InvalidMode, $"Invalid mode. {problem}");

    public static RegistryException NotPermitted(string problem) => new(RegistryErrorCode.OperationNotPermitted, problem);

    public static RegistryException ReferenceExists(SchemaPlace place) => new(RegistryErrorCode.ReferenceExists,
        $"One or more references exist to the schema {{subject={place.Subject}, version={place.Version}}}. Delete the schemas that refer to it first");

    public static RegistryException InvalidSubject(string subject, string problem) =>
        new(InvalidSubjectCode, $"The specified subject '{subject}' is not a valid subject: {problem}");

    public static RegistryException SchemaTooLarge(string problem) => new(SchemaTooLargeCode, problem);

    public static RegistryException Store(string problem, Exception? cause = null) => new(StoreCode, problem, cause);

    /// <summary>HTTP's own errors, whose code is their status.</summary>
    public static RegistryException Http(int status, string message, Exception? cause = null) => new(status, message, cause);

    /// <summary>What a caller is told of any fault; null where it is a fault of ours, whose details are for the log alone.</summary>
    public static RegistryException? Of(Exception fault) => fault switch
    {
        RegistryException refusal => refusal,
        LogWriteException or LogFlushException => Store(fault.Message, fault),
        Microsoft.AspNetCore.Http.BadHttpRequestException bad => Http(bad.StatusCode, bad.Message, bad),
        _ => null,
    };
}
