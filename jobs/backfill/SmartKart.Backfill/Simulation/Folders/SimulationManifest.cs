using System.Text.Json;

namespace SmartKart.Backfill.Simulation.Folders;

/// <summary>
/// What a simulated folder was made of, in its <c>simulation.json</c>. Since equal options give equal events, this is all that a replay needs to publish
/// the very events of the folder.
/// </summary>
public static class SimulationManifest
{
    /// <summary>The file's name.</summary>
    public const string FileName = "simulation.json";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Whether a path is a simulated folder.</summary>
    public static bool IsIn(string path) => File.Exists(Path.Combine(path, FileName));

    /// <summary>Reads a folder's options.</summary>
    /// <exception cref="SimulationException">They can't be read, or are of another version of the simulator.</exception>
    public static SimulationOptions Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var document = JsonSerializer.Deserialize<Document>(File.ReadAllText(path), Format);
            if (document?.Options is null) throw SimulationException.Unreadable(path, cause: null);
            return document.Rules == SimulatedHistory.RulesVersion ? document.Options : throw SimulationException.OtherRules(path, document.Rules);
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw SimulationException.Unreadable(path, fault);
        }
    }

    internal static void Write(string folder, SimulationOptions options, IReadOnlyDictionary<string, long> events) => File.WriteAllText(
        Path.Combine(folder, FileName), JsonSerializer.Serialize(new Document(SimulatedHistory.RulesVersion, options, events), Format) + "\n");

    private sealed record Document(int Rules, SimulationOptions Options, IReadOnlyDictionary<string, long> Events);
}
