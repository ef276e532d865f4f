using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartKart.Topologies.Sessions;

/// <summary>How visits' events are kept: what an event lacks is left out, and most lack most.</summary>
internal static class VisitJson
{
    public static JsonSerializerOptions Options { get; } = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };
}
