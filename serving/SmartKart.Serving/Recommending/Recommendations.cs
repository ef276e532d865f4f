using Microsoft.Extensions.Logging;
using SmartKart.Scoring;
using SmartKart.Serving.Models;
using SmartKart.Serving.Products;
using SmartKart.Serving.Telemetry;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Recommending;

/// <summary>Recommends: reads what is known of the visitor, has the model make a list of it, and takes the next rung of the ladder where one doesn't hold. Thread safe.</summary>
internal sealed class Recommendations(
    ModelWatch models, VisitorReader visitors, CandidateOrder order, TrendingProducts trending, ProductShelf shelf, TimeProvider time, ServingMetrics metrics,
    ILogger<Recommendations> log)
{
    private const int ListsKept = 20_000;

    private readonly RecentValues<IReadOnlyList<ListedProduct>> _lists = new(ListsKept);
    private readonly PopularLists _popular = new(trending, shelf);

    /// <summary>Makes a list. It is empty only where no product is known at all.</summary>
    public async ValueTask<RecommendationList> RecommendAsync(RecommendationQuery query, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var model = models.Enter();
        try
        {
            var (visitor, source) = await ReadAsync(query, model, cancel);
            var answer = await ByAsync(model, lists => lists.MakeAsync(query, visitor, cancel));
            var (rung, products) = answer is null ? (Rung.Precomputed, Last(query)) : (RungOf(source, answer), answer.Products);
            if (products.Count == 0) (rung, products) = Popular(query, visitor);
            else if (rung != Rung.Precomputed && query is { UserId: { } user, About: null }) _lists.Put(user, products);
            return Told(query, model, visitor, source, rung, products, began);
        }
        finally
        {
            model?.Leave();
        }
    }

    /// <summary>Orders products by how much a visitor wants them: all of them, those that can't be sold or aren't known to the model last.</summary>
    /// <param name="query">Who asks, and what they looked at.</param>
    /// <param name="products">What is to be ordered.</param>
    /// <param name="isExplained">Whether each is told with its reasons.</param>
    /// <param name="cancel">Ends it.</param>
    public async ValueTask<RecommendationList> RankAsync(RecommendationQuery query, IReadOnlyList<string> products, bool isExplained, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var model = models.Enter();
        try
        {
            var (visitor, source) = await ReadAsync(query, model, cancel);
            var answer = await ByAsync(model, lists => lists.RankAsync(query, visitor, products, isExplained, cancel));
            return answer is { Products.Count: > 0 }
                ? Told(query, model, visitor, source, RungOf(source, answer), answer.Products, began)
                : Told(query, model, visitor, source, Rung.Popular, _popular.Rank(products), began);
        }
        finally
        {
            model?.Leave();
        }
    }

    private async ValueTask<(Visitor Visitor, VisitorSource Source)> ReadAsync(RecommendationQuery query, ServedModel? model, CancellationToken cancel)
    {
        if (query.UserId is not { } user) return (Visitor.Unknown(time.GetUtcNow()), VisitorSource.Fresh);
        using var stage = ServingTraces.Stage("read visitor features");
        var began = time.GetTimestamp();
        var read = await visitors.ReadAsync(user, model?.VisitorPlan, cancel);
        metrics.Stage("features", time.GetElapsedTime(began));
        return read;
    }

    // Null where there is no model, or it fails.
    private async ValueTask<ModelAnswer?> ByAsync(ServedModel? model, Func<ModelLists, ValueTask<ModelAnswer>> ask)
    {
        if (model is null) return null;
        using var stage = ServingTraces.Stage("make list by model");
        var began = time.GetTimestamp();
        try
        {
            return await ask(new ModelLists(model, order, shelf, _popular));
        }
        catch (ScoringException fault)
        {
            stage.Fail(fault);
            Log.ModelFailed(log, fault, model.Version.Name, model.Version.Version);
            metrics.ModelFailed(model.Version.Name);
            return null;
        }
        finally
        {
            metrics.Stage("model", time.GetElapsedTime(began));
        }
    }

    private RecommendationList Told(
        RecommendationQuery query, ServedModel? model, Visitor visitor, VisitorSource source, Rung rung, IReadOnlyList<ListedProduct> products, long began)
    {
        var now = time.GetUtcNow();
        var age = source == VisitorSource.None || query.UserId is null ? (TimeSpan?)null : now - visitor.ReadAt;
        metrics.Answered(rung, time.GetElapsedTime(began));
        ServingTraces.Answered(RungNames.Of(rung), model?.Version.Name, model?.Version.Version, products.Count);
        return new RecommendationList(
            Guid.CreateVersion7(now).ToString(), rung, model?.Version.Version, age, VisitorInsight.Of(visitor, source, shelf), now, products);
    }

    private IReadOnlyList<ListedProduct> Last(RecommendationQuery query) => query is { UserId: { } user, About: null } && _lists.Find(user) is { } last
        ? [.. last.Where(each => shelf.CanSell(each.ProductId) && !query.Exclude.Contains(each.ProductId)).Take(query.Limit)]
        : [];

    private (Rung Rung, IReadOnlyList<ListedProduct> Products) Popular(RecommendationQuery query, Visitor visitor)
    {
        HashSet<string> without = [.. visitor.Bought, .. query.Purchased, .. query.Exclude];
        return query.CategoryId is { } category && _popular.Of(query.Limit, without, category) is { Count: > 0 } inCategory
            ? (Rung.PopularInCategory, inCategory)
            : (Rung.Popular, _popular.Of(query.Limit, without));
    }

    private static Rung RungOf(VisitorSource source, ModelAnswer answer) => (source, answer.IsRanked) switch
    {
        (_, false) => Rung.Retrieval,
        (VisitorSource.Fresh, _) => Rung.Fresh,
        (VisitorSource.Kept, _) => Rung.StaleFeatures,
        _ => Rung.Retrieval,
    };
}
