using System.Diagnostics;
using SmartKart.Schemas.Catalogue;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Runs;

/// <summary>
/// Trains a recommender from a history, by time and never by chance: parameters are chosen by what users did in the validation time, models are judged by what
/// they did in the test time, and the best by validation is trained on everything in the end. A user who comes back to what they had counts for nothing: lists
/// offer what is new.
/// <code>
///   |———————————— training ————————————|— validation —|—— test ——|
///   |———————— training of what is judged ———————————— |
///   |———————————————— training of what is registered ————————————|
/// </code>
/// </summary>
public sealed class RecommenderRun
{
    private const int SamplesMax = 3;

    private readonly InteractionLog _log;
    private readonly RecommenderPlan _plan;
    private readonly Action<string> _say;

    private RecommenderRun(InteractionLog log, RecommenderPlan plan, Action<string> say) => (_log, _plan, _say) = (log, plan, say);

    /// <summary>Runs a plan.</summary>
    /// <param name="log">What users did.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="champion">The model that is served now, to be held to the same test; null where there is none.</param>
    /// <param name="say">Is told each step, in a line.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InteractionException">The history is too short to be split, or has no texts where a model needs them.</exception>
    /// <exception cref="TrainingMemoryException">A model needs more memory than there is.</exception>
    public static TrainedRecommender Run(InteractionLog log, RecommenderPlan plan, RecommenderArtifact? champion, Action<string> say, CancellationToken cancel = default)
    {
        RequireTexts(log, plan);
        RequireMemory(log, plan);
        return new RecommenderRun(log, plan, say).Run(champion, cancel);
    }

    /// <summary>Memory that the plan's largest model takes, in bytes.</summary>
    public static long MemoryBytes(InteractionLog log, RecommenderPlan plan) =>
        plan.Models.Max(grid => grid.Points().Max(point => grid.Kind.MemoryBytes(log.Users, log.Products.Count, point)));

    private static void RequireTexts(InteractionLog log, RecommenderPlan plan)
    {
        if (log.Texts is not null || plan.Models.FirstOrDefault(grid => grid.Kind.NeedsTexts) is not { } without) return;
        throw new InteractionException(
            $"The model {without.Kind.Name} learns from products' texts, and the history has none of the {log.Products.Count:N0} products. " +
            $"Archive {Topics.ProductUpserted} beside the interactions, or take {without.Kind.Name} out of the models.");
    }

    private static void RequireMemory(InteractionLog log, RecommenderPlan plan)
    {
        foreach (var grid in plan.Models)
        {
            foreach (var point in grid.Points())
            {
                TrainingMemory.Require(
                    grid.Kind.Name, grid.Kind.MemoryBytes(log.Users, log.Products.Count, point), 
                    $"{log.Users:N0} users × {log.Products.Count:N0} products; leave the model out, or products with few users");
            }
        }
    }

    private TrainedRecommender Run(RecommenderArtifact? champion, CancellationToken cancel)
    {
        var (validationFrom, testFrom) = Split();
        var (learned, before) = (_log.InputBetween(_log.First, validationFrom), _log.InputBetween(_log.First, testFrom));
        var (seen, known) = (learned.Seen, before.Seen);
        var (validation, test) = (Held(seen, validationFrom, testFrom, "validation"), Held(known, testFrom, _log.Last + 1, "test"));
        var tuning = new ModelTuning(learned, validation, _plan);
        TunedModel[] tuned = [.. _plan.Models.Select(grid => tuning.Tune(grid, _say, cancel))];
        var (weights, blended) = _plan.Blend && tuned.Length > 1 ? tuning.Blend(tuned, _say, cancel) : ([], double.NegativeInfinity);

        var models = new List<(JudgedModel Judged, IRecommender Model)>();
        foreach (var each in tuned)
        {
            var (model, seconds) = Train(each, before, cancel);
            models.Add((Judge(each.Kind.Name, each.Parameters, each.Tried, each.Validation, seconds, model, known, test, cancel), model));
        }
        if (weights.Count > 0)
        {
            var blend = new BlendModel([.. models.Zip(weights, (each, weight) => (each.Model, weight))]);
            var shares = tuned.Zip(weights).ToDictionary(each => each.First.Kind.Name, each => (double)each.Second, StringComparer.Ordinal);
            models.Add((Judge("blend", shares, 1, blended, 0, blend, known, test, cancel), blend));
        }
        var best = models.MaxBy(each => each.Judged.Validation).Judged;
        var held = champion is null ? null : RankingMetrics.Of(ListsOf(champion, known, cancel), test);

        var whole = _log.InputBetween(_log.First, _log.Last + 1);
        var all = whole.Seen;
        _say($"training {best.Name} on all {all.Count:N0} interactions");
        IRecommender Final(TunedModel model) => Train(model, whole, cancel).Model;
        IRecommender final = best.Name == "blend"
            ? new BlendModel([.. tuned.Zip(weights).Where(each => each.Second != 0).Select(each => (Final(each.First), each.Second))])
            : Final(tuned.First(each => each.Kind.Name == best.Name));
        int[][] samples = [.. Enumerable.Range(0, all.Users).OrderByDescending(user => all[user].Length).Take(SamplesMax).Select(user => all[user].ToArray())];
        return new TrainedRecommender(final, samples, [.. models.Select(each => each.Judged)], best, held, Summary(seen, known, validation, test, validationFrom, testFrom));
    }

    private (long Validation, long Test) Split()
    {
        var span = _log.Last + 1 - _log.First;
        var test = _log.Last + 1 - (long)(span * _plan.Test);
        return (test - (long)(span * _plan.Validation), test);
    }

    private InteractionMatrix Held(InteractionMatrix history, long from, long until, string part)
    {
        var held = history.NewIn(_log.Between(from, until));
        if (held.Count > 0) return held;
        throw new InteractionException(
            $"No user who was there before did anything new in the {part} time, {Day(from)} to {Day(until)}: nothing can be judged by it. " +
            $"Train on a longer history, or make the {part} share larger.");
    }

    private (IRecommender Model, double Seconds) Train(TunedModel tuned, TrainingInput input, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var model = tuned.Kind.Train(input, tuned.Parameters, _plan.Threads, _plan.Seed, cancel);
        return (model, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private JudgedModel Judge(
        string name, IReadOnlyDictionary<string, double> parameters, int tried, double validation, double seconds, IRecommender model, InteractionMatrix known,
        InteractionMatrix test, CancellationToken cancel)
    {
        var lists = TopLists.Of(model, known, _plan.K, _plan.Threads, cancel);
        var metrics = RankingMetrics.Of(lists, test);
        var variety = ListVariety.Of(lists, metrics.Users, known);
        _say($"{name} on the held-out time: NDCG@{_plan.K} {metrics.Ndcg.Average():F4}, recall {metrics.Recall.Average():F4}");
        return new JudgedModel(name, parameters, tried, validation, seconds, metrics, variety.Coverage, variety.Novelty);
    }

    // A champion has a catalogue of its own: its lists are told in this run's products, and what this run doesn't have takes a place all the same.
    private TopLists ListsOf(RecommenderArtifact champion, InteractionMatrix known, CancellationToken cancel) => TopLists.Of(known.Users, _plan.K, user =>
    {
        cancel.ThrowIfCancellationRequested();
        var history = known[user];
        if (history.IsEmpty) return [];
        var products = new string[history.Length];
        for (var at = 0; at < products.Length; at++) products[at] = _log.Products[history[at]];
        return [.. champion.Recommend(products, _plan.K).Select(each => _log.Products.ItemOf(each.Product))];
    });

    private RunSummary Summary(InteractionMatrix seen, InteractionMatrix known, InteractionMatrix validation, InteractionMatrix test, long validationFrom, long testFrom) => new(
        _log.Users, _log.Products.Count, _log.Count, Instant(_log.First), Instant(validationFrom), Instant(testFrom), Instant(_log.Last),
        seen.Count, known.Count, validation.Count, test.Count, _plan.K);

    private static DateTimeOffset Instant(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private static string Day(long micros) => Instant(micros).ToString("u", System.Globalization.CultureInfo.InvariantCulture);
}
