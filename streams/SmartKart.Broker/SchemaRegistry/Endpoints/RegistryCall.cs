using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>One request, read in the registry's terms.</summary>
internal sealed class RegistryCall(HttpContext context, SubjectStore store, SchemaRegistryServerOptions options)
{
    private static readonly string[] BodyTypes =
        ["application/vnd.schemaregistry.v1+json", "application/vnd.schemaregistry+json", "application/json", "application/octet-stream"];

    public SubjectStore Store => store;
    public RegistryState State => store.State;
    public SchemaRegistryServerOptions Options => options;
    public CancellationToken Cancellation => context.RequestAborted;

    /// <summary>The subject that the path names.</summary>
    public string Subject => SubjectName.Of(context);

    /// <summary>The version that the path names; null for the latest.</summary>
    public int? Version => Route("version") switch
    {
        "latest" or "-1" => null,
        var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            ? version
            : throw RegistryError.InvalidVersion(text),
    };

    /// <summary>The schema id that the path names.</summary>
    public int Id => int.TryParse(Route("id"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw RegistryError.Http(StatusCodes.Status404NotFound, $"'{Route("id")}' is no schema id, which is a whole number.");

    public string? Query(string name) => context.Request.Query.TryGetValue(name, out var values) ? values[^1] : null;

    /// <summary>Whether the query says so; all but <c>true</c> is no.</summary>
    public bool Flag(string name) => string.Equals(Query(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Cuts a list to what the query's <c>offset</c> and <c>limit</c> ask for; a limit of 0 or less is none.</summary>
    /// <param name="items">The whole list.</param>
    /// <param name="most">The most there is in one answer, whatever is asked for.</param>
    public IReadOnlyList<T> Page<T>(IEnumerable<T> items, int most = int.MaxValue)
    {
        var (offset, limit) = (Number("offset", 0), Number("limit", -1));
        if (offset < 0) throw RegistryError.Http(StatusCodes.Status400BadRequest, $"offset is {offset}; it counts from 0.");
        return [.. items.Skip(offset).Take(limit > 0 ? Math.Min(limit, most) : most)];
    }

    /// <summary>Reads the body.</summary>
    /// <exception cref="RegistryException">It is too long, or not what it should be.</exception>
    public async Task<T> BodyAsync<T>() where T : class
    {
        if (context.Request.ContentType is { } type && !IsSpoken(type))
            throw RegistryError.Http(StatusCodes.Status415UnsupportedMediaType, $"The body is '{type}'. Send {BodyTypes[0]} or {BodyTypes[2]}.");
        try
        {
            return JsonSerializer.Deserialize<T>((await BytesAsync()).Span, RegistryJson.Options)
                ?? throw RegistryError.Http(StatusCodes.Status422UnprocessableEntity, "The body is null. Send a JSON object.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)        // the latter for half a surrogate pair
        {
            throw RegistryError.Http(StatusCodes.Status400BadRequest, $"The body is not the JSON that is expected here: {fault.Message}", fault);
        }
    }

    private static bool IsSpoken(string type) =>
        MediaTypeHeaderValue.TryParse(type, out var parsed) && BodyTypes.Contains(parsed.MediaType.Value, StringComparer.OrdinalIgnoreCase);

    private async Task<ReadOnlyMemory<byte>> BytesAsync()
    {
        // The server's own limit is only ever raised: below it, Kestrel cuts the caller off before the refusal is read.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit && limit.MaxRequestBodySize <= options.MaxRequestBytes)
            limit.MaxRequestBodySize = options.MaxRequestBytes + 1L;
        if (context.Request.ContentLength > options.MaxRequestBytes) throw TooLong();
        using var body = new MemoryStream();
        var piece = new byte[16 * 1024];
        for (int bytes; (bytes = await context.Request.Body.ReadAsync(piece, Cancellation)) > 0;)
        {
            body.Write(piece, 0, bytes);
            if (body.Length > options.MaxRequestBytes) throw TooLong();
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private RegistryException TooLong() => RegistryError.Http(
        StatusCodes.Status413PayloadTooLarge, $"The body is longer than {options.MaxRequestBytes} bytes. Split the schema, and refer to its parts.");

    private int Number(string name, int otherwise) => Query(name) is not { } text
        ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw RegistryError.Http(StatusCodes.Status400BadRequest, $"{name} is '{text}', which is no whole number.");

    private string Route(string name) => (string?)context.GetRouteValue(name) ?? "";
}
