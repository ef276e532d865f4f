using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using YamlDotNet.Serialization;

namespace SmartKart.Serving.OpenApi;

/// <summary><c>GET /openapi.json</c>: the API as its clients see it, OpenAPI 3.1. It is kept by hand, in <c>openapi.yaml</c>.</summary>
internal static class OpenApiDocument
{
    /// <summary>The route.</summary>
    public const string Route = "/openapi.json";

    private const string Resource = "openapi.yaml";

    /// <summary>Serves it.</summary>
    public static void MapOpenApi(this IEndpointRouteBuilder routes)
    {
        var json = ReadJson();
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json))}\"");
        routes.MapGet(Route, (HttpContext http) => Results.Bytes(json, "application/json", entityTag: tag).ExecuteAsync(http));
    }

    /// <summary>The document as JSON, UTF-8.</summary>
    public static byte[] ReadJson()
    {
        using var yaml = new StreamReader(typeof(OpenApiDocument).Assembly.GetManifestResourceStream(Resource)!);       // the project carries it
        var document = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml);
        return Encoding.UTF8.GetBytes(new SerializerBuilder().JsonCompatible().Build().Serialize(document).Trim());
    }
}
