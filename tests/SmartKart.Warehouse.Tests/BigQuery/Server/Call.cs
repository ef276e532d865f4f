using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>A request: the method of the API that it calls, and the parts of its path that are names.</summary>
internal sealed record Call(string Method, string[] Parts, IQueryCollection Query, byte[] Raw)
{
    /// <summary>The body, where it is JSON.</summary>
    public JsonNode? Body { get; private init; }

    public IReadOnlyDictionary<string, string> Form { get; private init; } = new Dictionary<string, string>();

    public static Call Parse(HttpContext context, byte[] raw)
    {
        var request = context.Request;
        var parts = request.Path.Value!.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        var isJson = request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true && raw.Length > 0;
        var (method, names) = Route(request.Method, parts, request.Query["uploadType"].ToString());
        return new Call(method, names, request.Query, raw)
        {
            Body = isJson ? JsonNode.Parse(raw) : null,
            Form = method == "token" ? ReadForm(raw) : new Dictionary<string, string>(),
        };
    }

    public JsonObject Checked(string resource)
    {
        try
        {
            return RequestFacts.Check(Body, resource);
        }
        catch (JsonException e)
        {
            throw RestFault.Invalid(e.Message);
        }
    }

    private static (string, string[]) Route(string verb, string[] path, string uploadType) => (verb, path) switch
    {
        ("POST", ["token"]) => ("token", []),
        ("POST", ["upload", "bigquery", "v2", "projects", var p, "jobs"]) => (uploadType == "resumable" ? "upload.start" : "upload.multipart", [p]),
        ("PUT", ["upload", "sessions", var id]) => ("upload.part", [id]),
        ("POST", ["bigquery", "v2", "projects", var p, "jobs"]) => ("jobs.insert", [p]),
        ("GET", ["bigquery", "v2", "projects", var p, "jobs", var job]) => ("jobs.get", [p, job]),
        ("POST", ["bigquery", "v2", "projects", var p, "jobs", var job, "cancel"]) => ("jobs.cancel", [p, job]),
        ("POST", ["bigquery", "v2", "projects", var p, "queries"]) => ("jobs.query", [p]),
        ("GET", ["bigquery", "v2", "projects", var p, "queries", var job]) => ("jobs.getQueryResults", [p, job]),
        (_, ["bigquery", "v2", "projects", var p, "datasets"]) => (verb == "POST" ? "datasets.insert" : "datasets.list", [p]),
        (_, ["bigquery", "v2", "projects", var p, "datasets", var d]) => (verb == "DELETE" ? "datasets.delete" : "datasets.get", [p, d]),
        (_, ["bigquery", "v2", "projects", var p, "datasets", var d, "tables"]) => (verb == "POST" ? "tables.insert" : "tables.list", [p, d]),
        (_, ["bigquery", "v2", "projects", var p, "datasets", var d, "tables", var t]) => (verb == "DELETE" ? "tables.delete" : "tables.get", [p, d, t]),
        _ => throw new BadHttpRequestException($"There is no {verb} /{string.Join('/', path)}.", 404),
    };

    private static Dictionary<string, string> ReadForm(byte[] raw) => System.Text.Encoding.UTF8.GetString(raw).Split('&')
        .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
}
