using System.Text;
using System.Text.Json;

namespace SmartKart.Topologies.Features.Placement;

/// <summary>What becomes of a generation's number.</summary>
internal enum PlacementState
{
    /// <summary>Its application computes the view.</summary>
    Placed,

    /// <summary>It computed the view, whose definition was then removed: what it has of it is out of date from there on.</summary>
    Removed,

    /// <summary>The number was given away, to no view yet; it is given to nobody else.</summary>
    Reserved,
}

/// <summary>Which application computes a view: a record of the topic that remembers it, keyed by what it is of.</summary>
/// <param name="Key">The view's id; of a reservation a text that is none.</param>
/// <param name="Generation">The application's number, from 1.</param>
/// <param name="State">Whether it still does.</param>
internal sealed record ViewPlacement(string Key, int Generation, PlacementState State)
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    /// <summary>A number that nobody else gets.</summary>
    public static ViewPlacement Reserve(int generation) => new($"#{generation}", generation, PlacementState.Reserved);

    /// <summary>The record's value: UTF-8 JSON.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Layout);

    /// <exception cref="JsonException">The bytes are no placement.</exception>
    public static ViewPlacement Parse(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<ViewPlacement>(bytes, Layout) is { Key: not null, Generation: > 0 } placement
            ? placement
            : throw new JsonException($"'{Encoding.UTF8.GetString(bytes)}' names no view and generation.");
}
