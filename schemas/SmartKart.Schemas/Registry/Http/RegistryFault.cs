using System.Net;
using System.Text.Json;

namespace SmartKart.Schemas.Registry;

/// <summary>
/// What can be wrong between a registry and us, in words: what, where and the remedy. The one place that reads HTTP statuses.
/// </summary>
internal static class RegistryFault
{
    /// <summary>Whether asking again may help: the statuses that Confluent's own client retries.</summary>
    public static bool MayPass(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout;

    /// <summary>An answer that is a refusal.</summary>
    public static SchemaRegistryException Refused(RegistryRequest request, Uri registry, HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        var (code, text) = Read(body);
        var number = code is null || code == (int)status ? $"HTTP {(int)status}" : $"HTTP {(int)status}, error {code}";
        return Fault(request, registry, $"{number}, {Said(text)} {Remedy(request, status, code)}", status, code);
    }

    /// <summary>No connection, or one that broke.</summary>
    public static SchemaRegistryException Unreachable(RegistryRequest request, Uri registry, Exception cause) =>
        Fault(request, registry, $"{cause.Message.TrimEnd('.')}. Is it running, and is SchemaRegistry:Urls right?", cause: cause);

    /// <summary>A connection that is not secure, which asking again does not cure.</summary>
    public static SchemaRegistryException NotSecure(RegistryRequest request, Uri registry, Exception cause) =>
        Fault(request, registry, $"the TLS handshake failed: {(cause.InnerException ?? cause).Message.TrimEnd('.')}. " +
            "Name the authority of its certificate in SchemaRegistry:CaFile; " +
            "where it asks for one of ours, set SchemaRegistry:ClientCertificateFile.", cause: cause);

    /// <summary>No answer in time.</summary>
    public static SchemaRegistryException TooSlow(RegistryRequest request, Uri registry, TimeSpan limit, Exception cause) =>
        Fault(request, registry, $"it did not answer within {limit.TotalSeconds:0.###} s. " +
            "Is it overloaded? SchemaRegistry:RequestTimeout gives it more time.", cause: cause);

    /// <summary>An answer that is too long to be read.</summary>
    public static SchemaRegistryException TooLong(RegistryRequest request, Uri registry, HttpStatusCode status, int limitBytes) =>
        Fault(request, registry, $"its answer is longer than {limitBytes} bytes. " +
            "Is it a schema registry? If so, raise SchemaRegistry:MaxResponseBytes.", status);

    /// <summary>An answer that is not what the API promises.</summary>
    public static SchemaRegistryException Malformed(RegistryRequest request, Uri registry, string problem, Exception? cause = null) =>
        Fault(request, registry, $"its answer cannot be used: {problem}. " +
            "Is SchemaRegistry:Urls the address of a schema registry, with its path if it has one?", cause: cause);

    private static SchemaRegistryException Fault(
        RegistryRequest request, Uri registry, string problem, HttpStatusCode? status = null, int? code = null, Exception? cause = null) =>
        new($"schema registry {registry}: could not {request.Purpose}: {problem}", cause)
        {
            Registry = registry, StatusCode = status, ErrorCode = code, Subject = request.Subject, Id = request.Id,
        };

    // A proxy in between refuses in HTML, so a body that is not the API's is no fault of its own.
    private static (int? Code, string? Text) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return default;
            var code = json.RootElement.TryGetProperty("error_code", out var number)
                && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var it)
                ? it
                : (int?)null;
            var text = json.RootElement.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
                ? message.GetString()
                : null;
            return (code, text);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static string Said(string? text) => string.IsNullOrWhiteSpace(text) ? "without a reason." : $"\"{text.Trim()}\".";

    private static string Remedy(RegistryRequest request, HttpStatusCode status, int? code) => code switch
    {
        RegistryErrorCode.SubjectNotFound or RegistryErrorCode.SubjectSoftDeleted =>
            "Register a schema under it first, or check the subject name strategy.",
        RegistryErrorCode.VersionNotFound or RegistryErrorCode.VersionSoftDeleted =>
            "List the subject's versions, and ask for one of those.",
        RegistryErrorCode.SchemaNotFound when request.Id is not null =>
            "The message was written through another registry, or the schema was deleted permanently; " +
            "point SchemaRegistry:Urls at the registry that its producer uses.",
        RegistryErrorCode.SchemaNotFound => "Register the schema under the subject first.",
        RegistryErrorCode.SubjectNotSoftDeleted or RegistryErrorCode.VersionNotSoftDeleted => "Delete it softly first.",
        RegistryErrorCode.SubjectCompatibilityNotConfigured or RegistryErrorCode.SubjectModeNotConfigured =>
            "Set it, or ask for the one in force.",
        RegistryErrorCode.InvalidSchema => "Correct the schema; a type that it names must be defined in it or in its references.",
        RegistryErrorCode.InvalidVersion => "A version is a number of 1 and up, or the latest.",
        RegistryErrorCode.InvalidCompatibilityLevel or RegistryErrorCode.InvalidMode =>
            "This registry does not know the value; choose another.",
        RegistryErrorCode.OperationNotPermitted => "The mode of the registry or the subject does not allow it; change the mode first.",
        RegistryErrorCode.ReferenceExists => "Delete the schemas that refer to it first.",
        _ => status switch
        {
            HttpStatusCode.Unauthorized =>
                "Set SchemaRegistry:User and SchemaRegistry:Password, or SchemaRegistry:BearerToken, to what it accepts.",
            HttpStatusCode.Forbidden => "Let this user do it, or use another one (SchemaRegistry:User).",
            HttpStatusCode.NotFound => "Check the path of SchemaRegistry:Urls, and whether this registry offers that call.",
            HttpStatusCode.Conflict =>
                "Make the change compatible (a new field needs a default), or loosen the subject's compatibility level.",
            HttpStatusCode.TooManyRequests => "Ask less often, or raise the limit at the registry.",
            >= HttpStatusCode.InternalServerError => "Its log says why; ask again once it is well.",
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                "Redirects are not followed; put the final address in SchemaRegistry:Urls.",
            _ => "Its log may say more.",
        },
    };
}
