using SmartKart.Scoring.Recommenders;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Recommending;

/// <summary>What a list is made from: what the visitor did as the platform knows it, and as the caller says.</summary>
/// <param name="Items">The model's items that they looked at or bought, ascending.</param>
/// <param name="Bought">Products that they bought.</param>
internal sealed record Past(int[] Items, IReadOnlySet<string> Bought)
{
    public static Past Of(Catalogue catalogue, RecommendationQuery query, Visitor visitor)
    {
        var bought = new HashSet<string>(visitor.Bought.Concat(query.Purchased), StringComparer.Ordinal);
        return new Past(catalogue.ItemsOf(visitor.Recent.Concat(query.Viewed).Concat(bought)), bought);
    }
}
