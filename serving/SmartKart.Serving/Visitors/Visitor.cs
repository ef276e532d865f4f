using SmartKart.Serving.Ranking;

namespace SmartKart.Serving.Visitors;

/// <summary>What is known of who asks.</summary>
/// <param name="Recent">Products seen, clicked or liked, the latest first.</param>
/// <param name="Bought">Products bought, the latest first.</param>
/// <param name="Categories">Categories that they are drawn to, the strongest first.</param>
/// <param name="ReadAt">When it was read.</param>
internal sealed record Visitor(IReadOnlyList<string> Recent, IReadOnlyList<string> Bought, IReadOnlyList<string> Categories, DateTimeOffset ReadAt)
{
    /// <summary>Which features a ranker asked for; null for none.</summary>
    public FeatureGroup? Asked { get; init; }

    /// <summary>These, as the ranker takes them.</summary>
    public ReadOnlyMemory<float> Features { get; init; }

    /// <summary>Of whom nothing is known.</summary>
    public static Visitor Unknown(DateTimeOffset now) => new([], [], [], now);

    /// <summary>The features that a ranker asks for; none where these are another's, which was swapped meanwhile.</summary>
    public ReadOnlySpan<float> FeaturesOf(FeatureGroup? asked) => asked is not null && ReferenceEquals(asked, Asked) ? Features.Span : default;
}
