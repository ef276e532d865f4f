namespace SmartKart.Serving.Recommending;

/// <summary>What a model made of a request.</summary>
/// <param name="Products">In order; none where the model knows nothing of what the visitor did.</param>
/// <param name="IsRanked">Whether they are in the model's own order: else its ranker's features couldn't be read, and they are in that of its components.</param>
internal sealed record ModelAnswer(IReadOnlyList<ListedProduct> Products, bool IsRanked)
{
    /// <summary>Nothing.</summary>
    public static ModelAnswer None { get; } = new([], IsRanked: true);
}
