using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmartKart.Broker.Tests.Strangers.ConfluentKafka;

/// <summary>What a stranger is told to do, in one JSON argument; a task reads the properties that it needs.</summary>
internal sealed record Errand
{
    public required string Do { get; init; }

    public required string Bootstrap { get; init; }

    public string Topic { get; init; } = "";

    public string Group { get; init; } = "";

    public string Strategy { get; init; } = "";

    /// <summary>The group's: <c>classic</c> or <c>consumer</c>.</summary>
    public string Protocol { get; init; } = "classic";

    public string? Instance { get; init; }

    public int SessionMs { get; init; }

    public string Id { get; init; } = "";

    public string Isolation { get; init; } = "read_committed";

    /// <summary>To write: the topic of each codec, an object. To read: an array.</summary>
    public JsonNode? Topics { get; init; }

    public IReadOnlyList<Sent> Records { get; init; } = [];

    public static Errand Parse(string json) =>
        JsonSerializer.Deserialize<Errand>(json, JsonSerializerOptions.Web) ?? throw new ArgumentException("A stranger takes one JSON object.", nameof(json));

    /// <summary>Prints one line of JSON, which is how a stranger answers.</summary>
    public static void Say(object line) => Console.Out.WriteLine(JsonSerializer.Serialize(line, JsonSerializerOptions.Web));

    /// <summary>A record to write. Its value is repeated so many times; null is a tombstone.</summary>
    internal sealed record Sent(string? Key, string? Value, int Times, Dictionary<string, string> Headers, long Timestamp);
}
