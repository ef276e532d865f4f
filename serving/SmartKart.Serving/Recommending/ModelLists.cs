using System.Buffers;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Serving.Models;
using SmartKart.Serving.Products;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Recommending;

/// <summary>
/// Lists by a model: its components find candidates from what the visitor looked at and bought, and the list is made of those that can be sold, by score and
/// variety. What the visitor has already is not offered.
/// </summary>
/// <param name="model">Held open by the caller.</param>
/// <param name="shelf">What products are.</param>
/// <param name="popular">Fills a list that is too short.</param>
internal sealed class ModelLists(ServedModel model, ProductShelf shelf, PopularLists popular)
{
    private static readonly IReadOnlyDictionary<string, double> NoBreakdown = new Dictionary<string, double>();

    /// <summary>Makes a list.</summary>
    /// <returns>Empty where the model knows none of the products that the visitor did something with.</returns>
    public IReadOnlyList<ListedProduct> Make(RecommendationQuery query, Visitor visitor)
    {
        var catalogue = model.Artifact.Catalogue;
        var bought = new HashSet<string>(visitor.Bought.Concat(query.Purchased), StringComparer.Ordinal);
        var history = catalogue.ItemsOf(visitor.Recent.Concat(query.Viewed).Concat(bought));
        if (history.Length == 0) return [];
        var excluded = catalogue.ItemsOf(query.Exclude);
        int[] without = [.. history.Concat(excluded).Distinct().Order()];
        var scratch = model.Rent();
        try
        {
            var count = model.Retrieval.Retrieve(-1, history, without, scratch.Items, scratch.Parts);
            Sum(scratch, count);
            var (items, scores) = (new int[query.Limit], new float[query.Limit]);
            var chosen = Maker(query).Choose(
                scratch.Items.AsSpan(0, count), scratch.Scores.AsSpan(0, count),
                new ListFilter { InStock = model.Shelf.InStock, Without = without, Categories = model.Shelf.Categories.Span },
                new SameCategory(model.Shelf.Categories), scratch.List, items, scores);
            var products = new List<ListedProduct>(query.Limit);
            for (var at = 0; at < chosen; at++) products.Add(Listed(query, items[at], scores[at], history, bought, scratch, count));
            return products.Count == 0 || products.Count == query.Limit ? products : Filled(products, query, bought);
        }
        finally
        {
            model.Return(scratch);
        }
    }

    /// <summary>Orders products.</summary>
    /// <returns>Each once, the best first; those that can't be sold or that the model doesn't know last. Empty as for <see cref="Make"/>.</returns>
    public IReadOnlyList<ListedProduct> Rank(RecommendationQuery query, Visitor visitor, IReadOnlyList<string> products, bool isExplained)
    {
        var catalogue = model.Artifact.Catalogue;
        var bought = new HashSet<string>(visitor.Bought.Concat(query.Purchased), StringComparer.Ordinal);
        var history = catalogue.ItemsOf(visitor.Recent.Concat(query.Viewed).Concat(bought));
        if (history.Length == 0) return [];
        var rented = ArrayPool<float>.Shared.Rent(catalogue.Count);
        try
        {
            var scores = rented.AsSpan(0, catalogue.Count);
            model.Artifact.Model.Score(new UserBatch(-1, [0, history.Length], history), scores);
            StandardScores.Standardise(scores);
            var ranked = new List<(string Product, int Item, float Score)>(products.Count);
            foreach (var product in products.Distinct(StringComparer.Ordinal))
            {
                var item = catalogue.ItemOf(product);
                ranked.Add((product, item, item < 0 ? float.NegativeInfinity : scores[item]));
            }
            return [.. ranked.OrderByDescending(each => shelf.CanSell(each.Product)).ThenByDescending(each => each.Score)
                .Select(each => Ranked(each.Product, each.Item, each.Score, isExplained ? history : [], bought))];
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private ListedProduct Ranked(string product, int item, float score, int[] history, HashSet<string> bought)
    {
        if (item < 0) return new ListedProduct(product, shelf.Find(product), 0, Confidence: 0, NoBreakdown, [], "The model doesn't know this product");
        var reasons = history.Length > 0 && model.Artifact.Model is IExplains explains ? ReasonsOf(explains, history, item) : [];
        var why = history.Length > 0 ? Explanation.Of(reasons, bought, shelf, null) : "By the model's score";
        return new ListedProduct(product, shelf.Find(product), score, Confidence.Of(score), NoBreakdown, reasons, why);
    }

    private static ListMaker Maker(RecommendationQuery query) =>
        new(new ListRules { Length = query.Limit, Relevance = query.Relevance, PerCategory = query.PerCategory });

    private void Sum(RequestScratch scratch, int count)
    {
        var components = model.Components;
        for (var at = 0; at < count; at++)
        {
            var sum = 0f;
            for (var part = 0; part < components.Count; part++) sum += components[part].Weight * scratch.Parts[at * components.Count + part];
            scratch.Scores[at] = sum;
        }
    }

    private ListedProduct Listed(RecommendationQuery query, int item, float score, int[] history, HashSet<string> bought, RequestScratch scratch, int count)
    {
        var (components, first) = (model.Components, scratch.Items.AsSpan(0, count).BinarySearch(item) * model.Components.Count);
        var breakdown = new Dictionary<string, double>(components.Count, StringComparer.Ordinal);
        var (strongest, most, weights) = (-1, 0f, 0f);
        for (var part = 0; part < components.Count; part++)
        {
            var share = components[part].Weight * scratch.Parts[first + part];
            weights += components[part].Weight;
            if (components[part].Weight == 0) continue;
            breakdown[components[part].Name] = Math.Round(share, 4);
            if (share > most && components[part].Model is IExplains) (strongest, most) = (part, share);
        }
        var reasons = strongest < 0 ? [] : ReasonsOf((IExplains)components[strongest].Model, history, item);
        var product = model.Artifact.Catalogue[item];
        return new ListedProduct(
            product, shelf.Find(product), score, Confidence.Of(weights > 0 ? score / weights : score), breakdown, reasons,
            query.About is { } about ? Explanation.OfSimilar(about, shelf) : Explanation.Of(reasons, bought, shelf, strongest < 0 ? null : components[strongest].Name));
    }

    private Reason[] ReasonsOf(IExplains component, int[] history, int item)
    {
        const int reasonsMax = 3;
        var contributions = new float[history.Length];
        component.Explain(history, item, 1, contributions);
        var whole = contributions.Where(each => each > 0).Sum();
        return [.. contributions.Index().Where(each => each.Item > 0).OrderByDescending(each => each.Item).Take(reasonsMax)
            .Select(each => new Reason(model.Artifact.Catalogue[history[each.Index]], each.Item / whole))];
    }

    private List<ListedProduct> Filled(List<ListedProduct> products, RecommendationQuery query, HashSet<string> bought)
    {
        HashSet<string> without = [.. bought, .. query.Exclude, .. products.Select(product => product.ProductId)];
        products.AddRange(popular.Of(query.Limit - products.Count, without));
        return products;
    }
}
