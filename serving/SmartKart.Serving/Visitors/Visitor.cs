namespace SmartKart.Serving.Visitors;

/// <summary>What is known of who asks.</summary>
/// <param name="Recent">Products seen, clicked or liked, the latest first.</param>
/// <param name="Bought">Products bought, the latest first.</param>
/// <param name="Categories">Categories that they are drawn to, the strongest first.</param>
/// <param name="ReadAt">When it was read.</param>
/// <param name="NewestEvent">The time of the newest event in it; null where there is none.</param>
internal sealed record Visitor(
    IReadOnlyList<string> Recent, IReadOnlyList<string> Bought, IReadOnlyList<string> Categories, DateTimeOffset ReadAt, DateTimeOffset? NewestEvent)
{
    /// <summary>Of whom nothing is known.</summary>
    public static Visitor Unknown(DateTimeOffset now) => new([], [], [], now, null);
}
