using System.Globalization;
using SmartKart.Serving.Products;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Recommending;

/// <summary>Lists of what sells best, for whom nothing else is known. Thread safe.</summary>
internal sealed class PopularLists(TrendingProducts trending, ProductShelf shelf)
{
    private static readonly IReadOnlyDictionary<string, double> NoBreakdown = new Dictionary<string, double>();

    /// <summary>The products that sell best and can be sold.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="without">Which not.</param>
    /// <param name="category">Of one category alone; null for all.</param>
    public List<ListedProduct> Of(int limit, IReadOnlySet<string> without, string? category = null)
    {
        var products = new List<ListedProduct>(limit);
        foreach (var each in trending.Order)
        {
            if (products.Count == limit) break;
            if (without.Contains(each.Product) || !shelf.CanSell(each.Product)) continue;
            var product = shelf.Find(each.Product);
            if (category is not null && product?.CategoryId != category) continue;
            products.Add(new ListedProduct(each.Product, product, each.Purchases, Confidence: 0, NoBreakdown, [], Explain(each, category)));
        }
        return products;
    }

    /// <summary>The list of who asks where no model knows better: of the category that they ask about where there is anything.</summary>
    public (Rung Rung, IReadOnlyList<ListedProduct> Products) For(RecommendationQuery query, Visitor visitor)
    {
        HashSet<string> without = [.. visitor.Bought, .. query.Purchased, .. query.Exclude];
        return query.CategoryId is { } category && Of(query.Limit, without, category) is { Count: > 0 } inCategory
            ? (Rung.PopularInCategory, inCategory)
            : (Rung.Popular, Of(query.Limit, without));
    }

    /// <summary>Orders products by how they sell; those that can't be sold stand last.</summary>
    public List<ListedProduct> Rank(IReadOnlyList<string> products)
    {
        var sales = trending.Order.ToDictionary(each => each.Product, StringComparer.Ordinal);
        return [.. products.Distinct(StringComparer.Ordinal)
            .Select(product => sales.GetValueOrDefault(product) ?? new TrendingProduct(product, 0, 0))
            .OrderByDescending(each => shelf.CanSell(each.Product)).ThenByDescending(each => each.Purchases).ThenByDescending(each => each.Popularity)
            .Select(each => new ListedProduct(each.Product, shelf.Find(each.Product), each.Purchases, Confidence: 0, NoBreakdown, [], Explain(each, null)))];
    }

    private static string Explain(TrendingProduct product, string? category)
    {
        var where = category is null ? "" : $" in {category}";
        return product switch
        {
            { Purchases: > 0 } => string.Create(CultureInfo.InvariantCulture, $"Sells well{where}: in {product.Purchases:N0} orders of the last 30 days"),
            { Popularity: > 0 } => $"Much looked at{where} of late",
            _ => category is null ? "From the catalogue" : $"From {category}",
        };
    }
}
