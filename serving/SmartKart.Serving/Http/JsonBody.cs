using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace SmartKart.Serving.Http;

/// <summary>Reads and writes bodies: JSON with names in snake case, in which an unknown member is refused, for it is most likely one misspelt.</summary>
internal static class JsonBody
{
    /// <summary>How it is written.</summary>
    public static JsonSerializerOptions Format { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        MaxDepth = 32,
    };

    /// <summary>Reads a request's body.</summary>
    /// <exception cref="RequestException">It is no such thing; the field is named where it is one's.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(http.Request.Body, Format, http.RequestAborted)
                ?? throw new RequestException(null, "The body is null. Send a JSON object.");
        }
        catch (JsonException fault)
        {
            var field = fault.Path is { } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;
            throw new RequestException(field, $"The body can't be read: {fault.Message}");
        }
        catch (InvalidOperationException)
        {
            throw new RequestException(null, "The body can't be read: a text in it is no Unicode. Send JSON in UTF-8.");
        }
        catch (ArgumentException fault)
        {
            throw new RequestException(null, $"The body can't be read: a member is there twice. {fault.Message}");       // of an object that is read as it is
        }
    }

    /// <summary>Answers with a document.</summary>
    public static Task WriteAsync<T>(HttpContext http, T document, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(document, Format, http.RequestAborted);
    }
}
