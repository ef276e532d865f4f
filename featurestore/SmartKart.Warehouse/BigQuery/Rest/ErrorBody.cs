using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// The body of a refusal: <c>{"error": {"code", "message", "status", "errors": [{"reason", "message", "location"}]}}</c>. What stands between
/// (a proxy, a load balancer) may answer with anything else.
/// </summary>
internal static class ErrorBody
{
    /// <summary>The first error; null where the body is not of this form.</summary>
    public static BigQueryError? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            if (JsonNode.Parse(ref json) is not JsonObject root || root["error"] is not JsonObject error) return null;
            var first = (error["errors"] as JsonArray)?.FirstOrDefault() as JsonObject;
            var reason = Text(first?["reason"]) ?? Text(error["status"]) ?? "unknown";
            return new BigQueryError(reason, Text(first?["message"]) ?? Text(error["message"]) ?? "", Text(first?["location"]));
        }
        catch (JsonException)
        {
            return null;        // a value: the status has to do
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
