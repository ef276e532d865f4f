using System.Globalization;
using System.Text.Json.Nodes;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>Instants are microseconds where <c>useInt64Timestamp</c> is asked for, else seconds as a double.</summary>
internal static class Timestamps
{
    public static JsonNode Write(JsonObject row, JsonArray schema, bool microseconds)
    {
        var copy = row.DeepClone();
        if (microseconds) return copy;
        var values = copy["f"]!.AsArray();
        for (var i = 0; i < schema.Count; i++)
            if ((string?)schema[i]!["type"] == "TIMESTAMP" && values[i]!["v"] is JsonValue text)
                values[i]!["v"] = (long.Parse((string)text!, CultureInfo.InvariantCulture) / 1e6).ToString("E15", CultureInfo.InvariantCulture);
        return copy;
    }
}
