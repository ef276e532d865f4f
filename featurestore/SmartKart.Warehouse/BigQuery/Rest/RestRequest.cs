using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>A request of BigQuery's REST API v2, and what its errors are to say of it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Below the service's address, escaped, with its query.</param>
/// <param name="Purpose">What it is to do, as a verb and its object: <c>run the query</c>.</param>
/// <param name="Project">The project.</param>
internal sealed record RestRequest(HttpMethod Method, string Path, string Purpose, string Project)
{
    /// <summary>Writes the body; once per attempt, for an attempt uses its content up.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Headers beside the content's.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The job that it is about.</summary>
    public JobReference? Job { get; init; }

    /// <summary>The SQL that it is about.</summary>
    public string? Sql { get; init; }

    /// <summary>How long the service is asked to hold the request before it answers.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary>A path of the API, its parts escaped: <c>/projects/{…}/…</c>.</summary>
    public static string At(params ReadOnlySpan<string> parts)
    {
        var path = "bigquery/v2/projects";
        foreach (var part in parts) path += "/" + Uri.EscapeDataString(part);
        return path;
    }

    /// <summary>The same with a JSON body.</summary>
    public RestRequest With<T>(T body, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(body, type);
        return this with { Content = () => JsonContent(json) };
    }

    internal static ByteArrayContent JsonContent(byte[] json) =>
        new(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
}
