using System.Text.Json.Nodes;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>An answer that is BigQuery's error JSON.</summary>
internal sealed class RestFault(int status, string reason, string message, string? location = null) : Exception(message)
{
    public int Status => status;

    public string Reason => reason;

    public static RestFault Invalid(string message) => new(400, "invalid", message);

    public static RestFault NotFound(string what) => new(404, "notFound", $"Not found: {what}");

    public JsonObject Proto()
    {
        var proto = new JsonObject { ["reason"] = reason, ["message"] = Message };
        if (location is not null) proto["location"] = location;
        return proto;
    }

    public JsonObject Body() => new()
    {
        ["error"] = new JsonObject { ["code"] = status, ["message"] = Message, ["errors"] = new JsonArray(Proto()), ["status"] = reason.ToUpperInvariant() },
    };
}
