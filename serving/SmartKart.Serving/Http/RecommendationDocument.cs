using SmartKart.Serving.Recommending;
using SmartKart.Serving.Rollouts;

namespace SmartKart.Serving.Http;

/// <summary>A list as responses have it.</summary>
internal sealed record RecommendationDocument(
    string RecommendationId, string? UserId, string Model, int? ModelVersion, string? ExperimentId, string? Variant, DateTimeOffset GeneratedAt, string Rung,
    double? FeaturesAgeSeconds, string UserInsight, IReadOnlyList<RecommendedProduct> Recommendations)
{
    public static RecommendationDocument Of(RecommendationList list, string? user, string model) => new(
        list.Id, user, model, list.ModelVersion, list.Arm?.ExperimentId, VariantNames.Of(list.Arm), list.At,
        RungNames.Of(list.Rung), list.FeaturesAge?.TotalSeconds, list.Insight,
        [.. list.Products.Select(RecommendedProduct.Of)]);
}

/// <summary>A product of a list as responses have it.</summary>
internal sealed record RecommendedProduct(
    string ProductId, string Name, int Position, string? CategoryId, string? MerchantId, decimal? Price, string? Currency, string? ImageUrl,
    double Score, double Confidence, string ConfidenceLabel, IReadOnlyDictionary<string, double> AlgorithmBreakdown, string Explanation,
    IReadOnlyList<ProductReason> Because)
{
    public static RecommendedProduct Of(ListedProduct product, int position) => new(
        product.ProductId, product.Product?.Name ?? product.ProductId, position, product.Product?.CategoryId, product.Product?.MerchantId,
        product.Product?.Price, product.Product?.Currency, product.Product?.ImageUrl, Math.Round(product.Score, 6), Math.Round(product.Confidence, 4),
        Recommending.Confidence.LabelOf(product.Confidence), product.Breakdown, product.Explanation,
        [.. product.Reasons.Select(reason => new ProductReason(reason.Product, Math.Round(reason.Share, 4)))]);
}

/// <summary>What speaks for a product.</summary>
/// <param name="ProductId">What the visitor looked at or bought.</param>
/// <param name="Share">Of all that speaks for it, 0 to 1.</param>
internal sealed record ProductReason(string ProductId, double Share);
