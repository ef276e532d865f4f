using SmartKart.Serving.Models;
using SmartKart.Serving.Products;
using SmartKart.Serving.Shadowing;
using SmartKart.Serving.Telemetry;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Recommending;

/// <summary>
/// Recommends: has the model that answers the visitor make a list of what is known of them, and takes the next rung of the ladder where one doesn't hold.
/// Thread safe.
/// </summary>
internal sealed class Recommendations(
    ModelWatch models, Attempts attempts, PopularLists popular, ShadowQueue shadows, ProductShelf shelf, TimeProvider time, ServingMetrics metrics)
{
    private const int ListsKept = 20_000;

    private readonly RecentValues<IReadOnlyList<ListedProduct>> _lists = new(ListsKept);

    /// <summary>Makes a list. It is empty only where no product is known at all.</summary>
    public async ValueTask<RecommendationList> RecommendAsync(RecommendationQuery query, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var turn = models.Enter(query.UserId, query.SessionId);
        try
        {
            var attempt = await attempts.AskAsync(turn, query, (lists, visitor) => lists.MakeAsync(query, visitor, cancel), cancel);
            var (rung, products) = attempt.Answer is { } answer ? (attempt.RungOf(answer), answer.Products) : (Rung.Precomputed, Last(query));
            if (products.Count == 0) (rung, products) = popular.For(query, attempt.Visitor);
            else if (rung != Rung.Precomputed && query is { UserId: { } user, About: null }) _lists.Put(user, products);
            if (turn.Set.Shadow is { } shadow) shadows.Offer(shadow, turn.Set.Rollout.ShadowsMax, query, attempt.Visitor, products);
            return Told(query, turn, attempt, rung, products, began);
        }
        finally
        {
            turn.Leave();
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
        var turn = models.Enter(query.UserId, query.SessionId);
        try
        {
            var attempt = await attempts.AskAsync(turn, query, (lists, visitor) => lists.RankAsync(query, visitor, products, isExplained, cancel), cancel);
            return attempt.Answer is { Products.Count: > 0 } answer
                ? Told(query, turn, attempt, attempt.RungOf(answer), answer.Products, began)
                : Told(query, turn, attempt, Rung.Popular, popular.Rank(products), began);
        }
        finally
        {
            turn.Leave();
        }
    }

    private RecommendationList Told(RecommendationQuery query, Turn turn, Attempt attempt, Rung rung, IReadOnlyList<ListedProduct> products, long began)
    {
        var (now, duration) = (time.GetUtcNow(), time.GetElapsedTime(began));
        var age = attempt.Source == VisitorSource.None || query.UserId is null ? (TimeSpan?)null : now - attempt.Visitor.ReadAt;
        var isFault = attempt.HasCandidateFailed || rung != Rung.Fresh;
        metrics.Answered(rung, duration);
        ServingTraces.Answered(RungNames.Of(rung), turn.Model?.Version.Name, attempt.Version, products.Count);
        if (turn.Model is { } model) metrics.Asked(model, turn.Variant, duration, isFault);
        if (turn.Arm is { } arm) turn.Set.Canary?.Count(arm.Variant, duration, isFault);
        var insight = VisitorInsight.Of(attempt.Visitor, attempt.Source, shelf);
        return new RecommendationList(Guid.CreateVersion7(now).ToString(), rung, attempt.Version, age, insight, now, products) { Arm = turn.Arm };
    }

    private IReadOnlyList<ListedProduct> Last(RecommendationQuery query) => query is { UserId: { } user, About: null } && _lists.Find(user) is { } last
        ? [.. last.Where(each => shelf.CanSell(each.ProductId) && !query.Exclude.Contains(each.ProductId)).Take(query.Limit)]
        : [];
}
