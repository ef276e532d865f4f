using Microsoft.Extensions.Logging;
using SmartKart.Scoring;
using SmartKart.Serving.Models;
using SmartKart.Serving.Products;
using SmartKart.Serving.Telemetry;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Recommending;

/// <summary>Recommends: reads what is known of the visitor, has the model make a list of it, and takes the next rung of the ladder where one doesn't hold. Thread safe.</summary>
internal sealed class Recommendations(
    ModelWatch models, VisitorReader visitors, TrendingProducts trending, ProductShelf shelf, TimeProvider time, ServingMetrics metrics,
    ILogger<Recommendations> log)
{
    private const int ListsKept = 20_000;

    private readonly RecentValues<IReadOnlyList<ListedProduct>> _lists = new(ListsKept);
    private readonly PopularLists _popular = new(trending, shelf);

    /// <summary>Makes a list. It is empty only where no product is known at all.</summary>
    public async ValueTask<RecommendationList> RecommendAsync(RecommendationQuery query, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var (visitor, source) = query.UserId is { } user
            ? await visitors.ReadAsync(user, cancel)
            : (Visitor.Unknown(time.GetUtcNow()), VisitorSource.Fresh);
        metrics.Stage("features", time.GetElapsedTime(began));
        var list = Make(query, visitor, source);
        metrics.Answered(list.Rung, time.GetElapsedTime(began));
        return list;
    }

    /// <summary>Orders products by how much a visitor wants them: all of them, those that can't be sold or aren't known to the model last.</summary>
    /// <param name="query">Who asks, and what they looked at.</param>
    /// <param name="products">What is to be ordered.</param>
    /// <param name="isExplained">Whether each is told with its reasons.</param>
    /// <param name="cancel">Ends it.</param>
    public async ValueTask<RecommendationList> RankAsync(RecommendationQuery query, IReadOnlyList<string> products, bool isExplained, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var (visitor, source) = query.UserId is { } user
            ? await visitors.ReadAsync(user, cancel)
            : (Visitor.Unknown(time.GetUtcNow()), VisitorSource.Fresh);
        var (now, rung) = (time.GetUtcNow(), RungOf(source));
        IReadOnlyList<ListedProduct> ranked = [];
        if (models.Enter() is { } model)
        {
            try
            {
                ranked = new ModelLists(model, shelf, _popular).Rank(query, visitor, products, isExplained);
            }
            finally
            {
                model.Leave();
            }
        }
        if (ranked.Count == 0) (rung, ranked) = (Rung.Popular, _popular.Rank(products));
        metrics.Answered(rung, time.GetElapsedTime(began));
        return new RecommendationList(NewId(now), rung, models.Version?.Version, null, VisitorInsight.Of(visitor, source, shelf), now, ranked);
    }

    private RecommendationList Make(RecommendationQuery query, Visitor visitor, VisitorSource source)
    {
        var (now, version) = (time.GetUtcNow(), models.Version?.Version);
        var age = source == VisitorSource.None || query.UserId is null ? (TimeSpan?)null : now - visitor.ReadAt;
        var (rung, products) = ByModel(query, visitor) is { } made ? (RungOf(source), made) : (Rung.Precomputed, Last(query));
        if (products.Count == 0) (rung, products) = Popular(query, visitor);
        else if (rung != Rung.Precomputed && query is { UserId: { } user, About: null }) _lists.Put(user, products);
        return new RecommendationList(NewId(now), rung, version, age, VisitorInsight.Of(visitor, source, shelf), now, products);
    }

    // Null where there is no model, or it fails; empty where it knows nothing of what the visitor did.
    private IReadOnlyList<ListedProduct>? ByModel(RecommendationQuery query, Visitor visitor)
    {
        var began = time.GetTimestamp();
        if (models.Enter() is not { } model) return null;
        try
        {
            return new ModelLists(model, shelf, _popular).Make(query, visitor);
        }
        catch (ScoringException fault)
        {
            Log.ModelFailed(log, fault, model.Version.Name, model.Version.Version);
            metrics.ModelFailed(model.Version.Name);
            return null;
        }
        finally
        {
            model.Leave();
            metrics.Stage("model", time.GetElapsedTime(began));
        }
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

    private static string NewId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString();

    private static Rung RungOf(VisitorSource source) => source switch
    {
        VisitorSource.Fresh => Rung.Fresh,
        VisitorSource.Kept => Rung.StaleFeatures,
        _ => Rung.Retrieval,
    };
}
