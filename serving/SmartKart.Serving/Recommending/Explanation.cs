using System.Globalization;
using SmartKart.Scoring.Recommenders;
using SmartKart.Serving.Products;

namespace SmartKart.Serving.Recommending;

/// <summary>Why a product is offered, in words: what the score came from, and nothing else.</summary>
internal static class Explanation
{
    /// <param name="reasons">What the visitor did that speaks for it.</param>
    /// <param name="bought">What of that they bought; the rest was looked at.</param>
    /// <param name="shelf">Products' names.</param>
    /// <param name="feature">What speaks for it more than any component does; null where that is nothing.</param>
    public static string Of(IReadOnlyList<Reason> reasons, IReadOnlySet<string> bought, ProductShelf shelf, string? feature)
    {
        if (reasons.Count == 0) return feature is null ? "By the model's score alone" : $"Above all for its {feature}";
        var named = reasons.Select(reason => string.Create(
            CultureInfo.InvariantCulture,
            $"{(bought.Contains(reason.Product) ? "bought" : "looked at")} {shelf.Find(reason.Product)?.Name ?? reason.Product} ({reason.Share:P0})"));
        return $"{(feature is null ? "" : $"Above all for its {feature}, and ")}{(feature is null ? 'B' : 'b')}ecause you {string.Join(", ", named)}";
    }

    /// <summary>Of a list that goes with a product.</summary>
    public static string OfSimilar(string product, ProductShelf shelf) => $"Goes with {shelf.Find(product)?.Name ?? product}";
}
