using System.Numerics.Tensors;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Serving.Models;
using SmartKart.Serving.Products;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Recommending;

/// <summary>
/// Lists by a model: its components find candidates from what the visitor looked at and bought, its ranker orders them, and the list is made of those that can be
/// sold, by score and variety. What the visitor has already is not offered.
/// </summary>
/// <param name="model">Held open by the caller.</param>
/// <param name="order">Orders candidates.</param>
/// <param name="shelf">What products are.</param>
/// <param name="popular">Fills a list that is too short.</param>
internal sealed class ModelLists(ServedModel model, CandidateOrder order, ProductShelf shelf, PopularLists popular)
{
    private const int ReasonsMax = 3;

    private static readonly IReadOnlyDictionary<string, double> NoBreakdown = new Dictionary<string, double>();

    /// <summary>Makes a list.</summary>
    public async ValueTask<ModelAnswer> MakeAsync(RecommendationQuery query, Visitor visitor, CancellationToken cancel)
    {
        var past = Past.Of(model.Artifact.Catalogue, query, visitor);
        if (past.Items.Length == 0) return ModelAnswer.None;
        int[] without = [.. past.Items.Concat(model.Artifact.Catalogue.ItemsOf(query.Exclude)).Distinct().Order()];
        var scratch = model.Rent();
        try
        {
            scratch.Session.Begin(-1, past.Items);
            scratch.Find(without);
            var isRanked = await order.ScoreAsync(model, query.UserId, visitor, past.Items.Length, scratch, cancel);
            var products = Chosen(query, past, without, scratch, isRanked);
            return new ModelAnswer(products.Count == 0 || products.Count == query.Limit ? products : Filled(products, query, past), isRanked);
        }
        finally
        {
            model.Return(scratch);
        }
    }

    /// <summary>Orders products: each once, the best first; those that can't be sold or that the model doesn't know last.</summary>
    public async ValueTask<ModelAnswer> RankAsync(RecommendationQuery query, Visitor visitor, IReadOnlyList<string> products, bool isExplained, CancellationToken cancel)
    {
        var (catalogue, past) = (model.Artifact.Catalogue, Past.Of(model.Artifact.Catalogue, query, visitor));
        if (past.Items.Length == 0) return ModelAnswer.None;
        var scratch = model.Rent();
        try
        {
            scratch.Session.Begin(-1, past.Items);
            scratch.Take(catalogue.ItemsOf(products));
            var isRanked = await order.ScoreAsync(model, query.UserId, visitor, past.Items.Length, scratch, cancel);
            (string Product, int At)[] places =
            [
                .. products.Distinct(StringComparer.Ordinal).Select(product => (Product: product, At: PlaceOf(catalogue.ItemOf(product), scratch)))
                    .OrderByDescending(each => shelf.CanSell(each.Product)).ThenByDescending(each => each.At < 0 ? float.NegativeInfinity : scratch.Scores[each.At]),
            ];
            if (isExplained && isRanked) Explain([.. places.Select(each => each.At).Where(at => at >= 0)], scratch);
            var explained = 0;
            return new ModelAnswer([.. places.Select(each => Ranked(each.Product, each.At, each.At < 0 ? -1 : explained++, past, scratch, isExplained))], isRanked);
        }
        finally
        {
            model.Return(scratch);
        }
    }

    private static int PlaceOf(int item, RequestScratch scratch) => item < 0 ? -1 : scratch.Items.AsSpan(0, scratch.Count).BinarySearch(item);

    private List<ListedProduct> Chosen(RecommendationQuery query, Past past, int[] without, RequestScratch scratch, bool isRanked)
    {
        var (items, scores) = (new int[query.Limit], new float[query.Limit]);
        var maker = new ListMaker(new ListRules { Length = query.Limit, Relevance = query.Relevance, PerCategory = query.PerCategory });
        var chosen = maker.Choose(
            scratch.Items.AsSpan(0, scratch.Count), scratch.Scores.AsSpan(0, scratch.Count),
            new ListFilter { InStock = model.Shelf.InStock, Without = without, Categories = model.Shelf.Categories.Span },
            new SameCategory(model.Shelf.Categories), scratch.List, items, scores);
        var places = new int[chosen];
        for (var at = 0; at < chosen; at++) places[at] = PlaceOf(items[at], scratch);
        if (isRanked) Explain(places, scratch);
        var products = new List<ListedProduct>(query.Limit);
        for (var at = 0; at < chosen; at++) products.Add(Listed(query, places[at], at, past, scratch));
        return products;
    }

    private void Explain(int[] places, RequestScratch scratch)
    {
        if (model.Artifact.Ranker is { } ranker) scratch.Explain(ranker, places);
    }

    private ListedProduct Ranked(string product, int at, int explained, Past past, RequestScratch scratch, bool isExplained)
    {
        if (at < 0) return new ListedProduct(product, shelf.Find(product), 0, Confidence: 0, NoBreakdown, [], "The model doesn't know this product");
        return isExplained
            ? Listed(new RecommendationQuery(), at, explained, past, scratch)
            : new ListedProduct(product, shelf.Find(product), scratch.Scores[at], ConfidenceOf(at, scratch), NoBreakdown, [], "By the model's score");
    }

    // Of a candidate at a place, which is the so manieth of those that were explained.
    private ListedProduct Listed(RecommendationQuery query, int at, int explained, Past past, RequestScratch scratch)
    {
        var attribution = Attribution.Of(model, scratch, at, scratch.Attributions(explained));
        var reasons = attribution.Component < 0 ? [] : ReasonsOf(attribution.Component, past.Items, scratch.Items[at], scratch);
        var product = model.Artifact.Catalogue[scratch.Items[at]];
        var explanation = query.About is { } about ? Explanation.OfSimilar(about, shelf) : Explanation.Of(reasons, past.Bought, shelf, attribution.Feature);
        return new ListedProduct(product, shelf.Find(product), scratch.Scores[at], ConfidenceOf(at, scratch), attribution.Breakdown, reasons, explanation);
    }

    // How far the components' mean lifts it above the average product: a ranker's scores compare within one list only.
    private double ConfidenceOf(int at, RequestScratch scratch) => Confidence.Of(model.Weights > 0 ? scratch.Sums[at] / model.Weights : scratch.Sums[at]);

    private Reason[] ReasonsOf(int component, int[] history, int item, RequestScratch scratch)
    {
        var (contributions, whole, speak) = (new float[history.Length], 0f, 0);
        scratch.Session.Explain(component, history, item, contributions);
        foreach (var each in contributions)
        {
            if (each > 0) (whole, speak) = (whole + each, speak + 1);
        }
        var reasons = new Reason[Math.Min(speak, ReasonsMax)];
        for (var at = 0; at < reasons.Length; at++)
        {
            var most = TensorPrimitives.IndexOfMax<float>(contributions);
            reasons[at] = new Reason(model.Artifact.Catalogue[history[most]], contributions[most] / whole);
            contributions[most] = 0;
        }
        return reasons;
    }

    private List<ListedProduct> Filled(List<ListedProduct> products, RecommendationQuery query, Past past)
    {
        HashSet<string> without = [.. past.Bought, .. query.Exclude, .. products.Select(product => product.ProductId)];
        products.AddRange(popular.Of(query.Limit - products.Count, without));
        return products;
    }
}
