using SmartKart.Serving.Products;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Recommending;

/// <summary>What is known of a visitor, in words.</summary>
internal static class VisitorInsight
{
    private const int CategoriesMax = 2;

    public static string Of(Visitor visitor, VisitorSource source, ProductShelf shelf)
    {
        if (source == VisitorSource.None) return "Nothing can be read about this visitor at the moment";
        if (visitor.Recent.Count == 0 && visitor.Bought.Count == 0) return "A new visitor: nothing is known yet";
        var parts = new List<string>();
        if (visitor.Recent.Count > 0) parts.Add($"looked at {Many(visitor.Recent.Count)} lately, last {NameOf(visitor.Recent[0], shelf)}");
        if (visitor.Bought.Count > 0) parts.Add($"bought {Many(visitor.Bought.Count)}, last {NameOf(visitor.Bought[0], shelf)}");
        if (visitor.Categories.Count > 0) parts.Add($"is drawn to {string.Join(" and ", visitor.Categories.Take(CategoriesMax))}");
        var text = string.Join("; ", parts);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string Many(int products) => products == 1 ? "a product" : $"{products} products";

    private static string NameOf(string product, ProductShelf shelf) => shelf.Find(product)?.Name ?? product;
}
