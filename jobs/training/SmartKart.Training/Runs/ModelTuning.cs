using System.Diagnostics;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Runs;

/// <summary>A model whose parameters were chosen.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Parameters">The best that were tried.</param>
/// <param name="Tried">How many were.</param>
/// <param name="Validation">NDCG with them.</param>
/// <param name="Model">As it was trained for that.</param>
public sealed record TunedModel(ModelKind Kind, IReadOnlyDictionary<string, double> Parameters, int Tried, double Validation, IRecommender Model);

/// <summary>Chooses parameters by what users did next, after the time that models are trained on.</summary>
/// <param name="seen">What models are trained on.</param>
/// <param name="next">What users did then.</param>
/// <param name="plan">Says what is tried, and for how long.</param>
/// <param name="journal">Tells what a run that was stopped has tried; null where none is kept.</param>
internal sealed class ModelTuning(TrainingInput seen, InteractionMatrix next, RecommenderPlan plan, TuningJournal? journal)
{
    private static readonly float[] Weights = [0.1f, 0.25f, 0.5f, 1, 2];

    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>The best of a grid; its first point only where the time is up.</summary>
    public TunedModel Tune(ModelGrid grid, Action<string> say, CancellationToken cancel)
    {
        var (best, bestNdcg, bestModel, tried) = ((IReadOnlyDictionary<string, double>?)null, 0.0, (IRecommender?)null, 0);
        foreach (var point in grid.Points())
        {
            if (best is not null && Stopwatch.GetElapsedTime(_began) > plan.Budget) break;
            var before = journal?.Find(grid.Kind.Name, point);
            var model = before is null ? Train(grid.Kind, point, cancel) : null;
            var ndcg = before ?? NdcgOf(model!, cancel);        // it was trained where it isn't known
            if (before is null) journal?.Add(grid.Kind.Name, point, ndcg);
            tried++;
            say($"{grid.Kind.Name} {Text(point)}: NDCG@{plan.K} {ndcg:F4}{(before is null ? "" : ", from the run that was stopped")}");
            if (best is null || ndcg > bestNdcg) (best, bestNdcg, bestModel) = (point, ndcg, model);
        }
        return new TunedModel(grid.Kind, best!, tried, bestNdcg, bestModel ?? Train(grid.Kind, best!, cancel));        // a grid has a point
    }

    private IRecommender Train(ModelKind kind, IReadOnlyDictionary<string, double> point, CancellationToken cancel) =>
        kind.Train(seen, point, plan.Threads, plan.Seed, cancel);

    /// <summary>What each of several models should weigh: the best alone, then each other as much as helps, in the order of how good they are.</summary>
    public (IReadOnlyList<float> Weights, double Validation) Blend(IReadOnlyList<TunedModel> models, Action<string> say, CancellationToken cancel)
    {
        var weights = new float[models.Count];
        IRecommender[] parts = [.. models.Select(each => RememberedScores.Of(each.Model, seen.Seen))];
        int[] order = [.. models.Index().OrderByDescending(each => each.Item.Validation).Select(each => each.Index)];
        weights[order[0]] = 1;
        var best = models[order[0]].Validation;
        foreach (var other in order.Skip(1))
        {
            var kept = 0f;
            foreach (var weight in Weights)
            {
                weights[other] = weight;
                var ndcg = NdcgOf(new BlendModel([.. parts.Zip(weights)]), cancel);
                if (ndcg > best) (best, kept) = (ndcg, weight);
            }
            weights[other] = kept;
        }
        say($"blend {string.Join(", ", models.Zip(weights, (model, weight) => $"{model.Kind.Name} {weight}"))}: NDCG@{plan.K} {best:F4}");
        return (weights, best);
    }

    /// <summary>How good a model is on the validation time.</summary>
    public double NdcgOf(IRecommender model, CancellationToken cancel) =>
        RankingMetrics.Of(TopLists.Of(model, seen.Seen, plan.K, plan.Threads, cancel), next).Ndcg.Average();

    private static string Text(IReadOnlyDictionary<string, double> point) =>
        string.Join(", ", point.Select(each => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{each.Key} {each.Value}")));
}
