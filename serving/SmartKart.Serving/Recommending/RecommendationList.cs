using SmartKart.Scoring.Recommenders;
using SmartKart.Serving.Products;
using SmartKart.Serving.Rollouts;

namespace SmartKart.Serving.Recommending;

/// <summary>A product of a list.</summary>
/// <param name="ProductId">Which.</param>
/// <param name="Product">What is known of it; null where nothing is.</param>
/// <param name="Score">What it was ordered by; compares within the list.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Breakdown">Each component's part of the score; empty where popularity alone decided.</param>
/// <param name="Reasons">What the visitor did that speaks for it, the strongest first.</param>
/// <param name="Explanation">The same in words.</param>
internal sealed record ListedProduct(
    string ProductId, ShelfProduct? Product, double Score, double Confidence, IReadOnlyDictionary<string, double> Breakdown, IReadOnlyList<Reason> Reasons, string Explanation);

/// <summary>A list, and how it came about.</summary>
/// <param name="Id">Ties what becomes of it to it: impressions, clicks and order lines carry it.</param>
/// <param name="Rung">How it was made.</param>
/// <param name="ModelVersion">Of the model that made it; null where none did.</param>
/// <param name="FeaturesAge">How old the visitor's features are that it was made from; null where there are none.</param>
/// <param name="Insight">What is known of the visitor, in words.</param>
/// <param name="At">When it was made.</param>
/// <param name="Products">The best first.</param>
internal sealed record RecommendationList(
    string Id, Rung Rung, int? ModelVersion, TimeSpan? FeaturesAge, string Insight, DateTimeOffset At, IReadOnlyList<ListedProduct> Products)
{
    /// <summary>The visitor's place in an experiment, whoever made the list in the end; null outside one.</summary>
    public Arm? Arm { get; init; }
}
