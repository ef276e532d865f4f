using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartKart.Serving.Features;

/// <summary>What is asked for: a service, or some features, of some entities.</summary>
internal sealed record OnlineRequest
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>A service's name; null where features are named.</summary>
    public string? FeatureService { get; init; }

    /// <summary><c>view:feature</c>, each once; null where a service is named.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>A column of values for each join key, all of one length.</summary>
    public IReadOnlyDictionary<string, JsonElement[]>? Entities { get; init; }

    /// <summary>Whether a feature is called <c>view__feature</c>.</summary>
    public bool FullFeatureNames { get; init; }

    /// <summary>Reads a body.</summary>
    /// <exception cref="FeatureRequestException">It is none.</exception>
    public static async Task<OnlineRequest> ReadAsync(Stream body, CancellationToken cancel)
    {
        try
        {
            var request = await JsonSerializer.DeserializeAsync<OnlineRequest>(body, Format, cancel);
            if (request?.Entities is not { Count: > 0 })
                throw new FeatureRequestException("The request names no entities. Write \"entities\": {\"user_id\": [\"u1\"]}.");
            if ((request.FeatureService is null) == (request.Features is not { Count: > 0 }))
                throw new FeatureRequestException("The request must name either \"feature_service\" or \"features\" ([\"view:feature\"]).");
            return request;
        }
        catch (JsonException fault)
        {
            throw new FeatureRequestException($"The request can't be read: {fault.Message}", fault);
        }
    }
}
