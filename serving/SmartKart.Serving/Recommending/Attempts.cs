using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using SmartKart.Scoring;
using SmartKart.Serving.Models;
using SmartKart.Serving.Products;
using SmartKart.Serving.Rollouts;
using SmartKart.Serving.Telemetry;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Recommending;

/// <summary>
/// Asks a model: reads what is known of the visitor as the model wants it, and has it answer. Where a candidate fails, whatever way, the champion is asked.
/// Thread safe.
/// </summary>
internal sealed class Attempts(
    ModelWatch models, VisitorReader visitors, CandidateOrder order, PopularLists popular, ProductShelf shelf, TimeProvider time, ServingMetrics metrics,
    ILogger<Attempts> log)
{
    /// <summary>Asks what answers a request.</summary>
    /// <param name="turn">It, held open by the caller.</param>
    /// <param name="query">Who asks.</param>
    /// <param name="ask">For what.</param>
    /// <param name="cancel">Ends it.</param>
    public ValueTask<Attempt> AskAsync(Turn turn, RecommendationQuery query, Func<ModelLists, Visitor, ValueTask<ModelAnswer>> ask, CancellationToken cancel) =>
        turn is { Variant: Variant.Candidate, Model: { } candidate }
            ? AskCandidateAsync(candidate, query, ask, cancel)
            : AskChampionAsync(turn.Model, query, ask, cancel);

    private async ValueTask<Attempt> AskCandidateAsync(
        ServedModel candidate, RecommendationQuery query, Func<ModelLists, Visitor, ValueTask<ModelAnswer>> ask, CancellationToken cancel)
    {
        try
        {
            var (visitor, source) = await ReadAsync(query, candidate, cancel);
            return new Attempt(candidate.Version.Version, visitor, source, await AnswerAsync(candidate, visitor, ask));
        }
        catch (Exception fault) when (!(fault is OperationCanceledException && cancel.IsCancellationRequested))
        {
            Failed(candidate, fault);
        }
        var champion = models.Enter();
        try
        {
            return await AskChampionAsync(champion, query, ask, cancel) with { HasCandidateFailed = true };
        }
        finally
        {
            champion?.Leave();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Attempt> AskChampionAsync(
        ServedModel? champion, RecommendationQuery query, Func<ModelLists, Visitor, ValueTask<ModelAnswer>> ask, CancellationToken cancel)
    {
        var (visitor, source) = await ReadAsync(query, champion, cancel);
        if (champion is null) return new Attempt(null, visitor, source, null);
        try
        {
            return new Attempt(champion.Version.Version, visitor, source, await AnswerAsync(champion, visitor, ask));
        }
        catch (ScoringException fault)
        {
            Failed(champion, fault);
            return new Attempt(champion.Version.Version, visitor, source, null);
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ModelAnswer> AnswerAsync(ServedModel model, Visitor visitor, Func<ModelLists, Visitor, ValueTask<ModelAnswer>> ask)
    {
        using var stage = ServingTraces.Stage("make list by model");
        var began = time.GetTimestamp();
        try
        {
            return await ask(new ModelLists(model, order, shelf, popular), visitor);
        }
        catch (Exception fault)
        {
            stage.Fail(fault);
            throw;
        }
        finally
        {
            metrics.Stage("model", time.GetElapsedTime(began));
        }
    }

    private void Failed(ServedModel model, Exception fault)
    {
        Log.ModelFailed(log, fault, model.Version.Name, model.Version.Version);
        metrics.ModelFailed(model.Version.Name);
    }
}
