using Microsoft.Extensions.Logging;
using SmartKart.Serving.Models;
using SmartKart.Serving.Products;
using SmartKart.Serving.Recommending;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Shadowing;

/// <summary>Makes a candidate's lists in the shadow of the champion's, and measures them. Nobody sees them, and nothing of them is kept. Thread safe.</summary>
internal sealed class ShadowLists(
    VisitorReader visitors, CandidateOrder order, PopularLists popular, ProductShelf shelf, TimeProvider time, ShadowMetrics metrics, ILogger<ShadowLists> log)
{
    private volatile ServedModel? _failed;      // of which a failure was logged

    /// <summary>Makes one. Whatever goes wrong is counted, and the first time of a version logged.</summary>
    public async Task MakeAsync(Shadow shadow, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        try
        {
            var visitor = await VisitorAsync(shadow, cancel);
            var products = (await new ModelLists(shadow.Candidate, order, shelf, popular).MakeAsync(shadow.Query, visitor, cancel)).Products;
            if (products.Count == 0) (_, products) = popular.For(shadow.Query, visitor);
            metrics.Made(shadow.Candidate, time.GetElapsedTime(began), Agreement(shadow.Answered, products));
        }
        catch (Exception fault) when (!(fault is OperationCanceledException && cancel.IsCancellationRequested))
        {
            metrics.Failed(shadow.Candidate);
            if (ReferenceEquals(Interlocked.Exchange(ref _failed, shadow.Candidate), shadow.Candidate)) return;
            Log.ShadowFailed(log, fault, shadow.Candidate.Version.Name, shadow.Candidate.Version.Version);
        }
    }

    // What the champion was told of the visitor will do, unless the candidate's ranker asks for more.
    private ValueTask<Visitor> VisitorAsync(Shadow shadow, CancellationToken cancel) =>
        shadow is { Query.UserId: { } user, Candidate.Features.Visitor: not null }
        ? visitors.ReadNowAsync(user, shadow.Candidate.VisitorPlan, cancel)
        : ValueTask.FromResult(shadow.Visitor);

    // The overlap at k, k being the length of what was answered; null where that was nothing.
    private static double? Agreement(IReadOnlyList<ListedProduct> answered, IReadOnlyList<ListedProduct> made) =>
        answered.Count == 0 ? null : (double)answered.Count(each => made.Any(other => other.ProductId == each.ProductId)) / answered.Count;
}
