using System.Globalization;
using SmartKart.Scoring.Recommenders;
using SmartKart.Serving.Products;

namespace SmartKart.Serving.Recommending;

/// <summary>Why a product is offered, in words: what the score came from, and nothing else.</summary>
internal static class Explanation
{
    /// <param name="reasons">What speaks for it.</param>
    /// <param name="bought">What of that the visitor bought; the rest was looked at.</param>
    /// <param name="shelf">Products' names.</param>
    /// <param name="component">The component that says so; null where none can.</param>
    public static string Of(IReadOnlyList<Reason> reasons, IReadOnlySet<string> bought, ProductShelf shelf, string? component)
    {
        if (reasons.Count == 0) return component is null ? "By the model's score alone" : $"By the score of {component}";
        var named = reasons.Select(reason => string.Create(
            CultureInfo.InvariantCulture,
            $"{(bought.Contains(reason.Product) ? "bought" : "looked at")} {shelf.Find(reason.Product)?.Name ?? reason.Product} ({reason.Share:P0})"));
        return $"Because you {string.Join(", ", named)}";
    }

    /// <summary>Of a list that goes with a product.</summary>
    public static string OfSimilar(string product, ProductShelf shelf) => $"Goes with {shelf.Find(product)?.Name ?? product}";
}
