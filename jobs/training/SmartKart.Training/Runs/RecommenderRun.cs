using System.Diagnostics;
using SmartKart.Schemas.Catalogue;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;
using SmartKart.Training.Runs.Judging;
using SmartKart.Training.Runs.Splits;

namespace SmartKart.Training.Runs;

/// <summary>
/// Trains a recommender from a history, by time unless the plan splits it otherwise: parameters are chosen by what users did in the validation time, models are
/// judged by what they did in the test time, and the best by validation is trained on everything in the end. A user who comes back to what they had counts for
/// nothing: lists offer what is new.
/// <code>
///   |———————————— training ————————————|— validation —|—— test ——|
///   |———————— training of what is judged ———————————— |
///   |———————————————— training of what is registered ————————————|
/// </code>
/// </summary>
public sealed class RecommenderRun
{
    internal const string FixedBlendName = "fixed_blend";

    private const int SamplesMax = 3;
    private const string BlendName = "blend", RankerName = "lambdamart";

    private readonly InteractionLog _log;
    private readonly RecommenderPlan _plan;
    private readonly RankingFeatures? _features;
    private readonly TuningJournal? _journal;
    private readonly Action<string> _say;

    private RecommenderRun(InteractionLog log, RecommenderPlan plan, RankingFeatures? features, TuningJournal? journal, Action<string> say) =>
        (_log, _plan, _features, _journal, _say) = (log, plan, features, journal, say);

    /// <summary>Runs a plan.</summary>
    /// <param name="log">What users did.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="features">Reads the features that candidates are ranked by; null where the plan ranks by none.</param>
    /// <param name="champion">The model that is served now, to be held to the same test; null where there is none.</param>
    /// <param name="say">Is told each step, in a line.</param>
    /// <param name="journal">Keeps what was tried, so that a run that is stopped can go on; null to keep nothing.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InteractionException">The history is too short to be split, or has no texts or impressions where a model needs them.</exception>
    /// <exception cref="ArgumentException">The plan ranks, and doesn't split by time.</exception>
    /// <exception cref="TrainingMemoryException">A model needs more memory than there is.</exception>
    public static TrainedRecommender Run(
        InteractionLog log, RecommenderPlan plan, RankingFeatures? features, RecommenderArtifact? champion, Action<string> say, TuningJournal? journal = null,
        CancellationToken cancel = default)
    {
        if (plan is { Ranking: not null, Split: not SplitKind.Time })
            throw new ArgumentException($"A ranker learns from moments of the past, which the split {plan.Split.Name()} has none of. Split by time.", nameof(plan));
        RequireTexts(log, plan);
        RequireImpressions(log, plan);
        RequireMemory(log, plan);
        return new RecommenderRun(log, plan, features, journal, say).Run(champion, cancel);
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

    // By the earliest time that a model is trained on: a bandit that knew nothing there would be judged by its name.
    private static void RequireImpressions(InteractionLog log, RecommenderPlan plan)
    {
        if (!plan.NeedsImpressions || !HistorySplit.Of(plan).Of(log).Validation.Known.Impressions.IsEmpty) return;
        throw new InteractionException(
            $"The model bandit learns from what was shown and clicked, and of the {log.Products.Count:N0} products the history has " +
            $"{log.Impressions.Length:N0} impressions, none before the validation time. Archive {Topics.Clickstream} with its impressions and clicks, or take bandit out of the models.");
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
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _plan.Threads, CancellationToken = cancel };
        var parts = HistorySplit.Of(_plan).Of(_log);
        var (validation, test) = (parts.Validation, parts.Test);
        var (before, known) = (test.Known, test.Seen);
        var tuning = new ModelTuning(validation.Known, validation.Next, _plan, _journal);
        TunedModel[] tuned = [.. _plan.Models.Select(grid => tuning.Tune(grid, _say, cancel))];

        var sampling = _plan.Sampled is { } negatives ? new SampledRanking(known, test.Next, negatives, _plan.Seed) : null;
        var (judged, models, asked) = (new List<JudgedModel>(), new List<IRecommender>(), new List<IRecommender>());
        foreach (var each in tuned)
        {
            var (model, seconds) = Train(each, before, cancel);
            models.Add(model);
            asked.Add(RememberedScores.Of(model, known));
            var judgement = Judgement.Of(new ModelLists(asked[^1], _plan.K, parallel), test, sampling);
            judged.Add(Judge(each.Kind.Name, each.Parameters, each.Tried, each.Validation, seconds, judgement));
        }
        var weights = _plan.Blend && tuned.Length > 1 ? Blend(tuning, tuned, asked, test, sampling, judged, parallel) : [];
        var ranked = _plan.Ranking is null ? null : new RankingStage(_plan, _features, _log, tuned, _say, cancel).Run(validation, test, models);
        if (ranked is not null)
        {
            var numbers = new Dictionary<string, double>(StringComparer.Ordinal) { ["trees"] = ranked.Rounds, ["columns"] = ranked.Inputs.Columns.Count };
            var judgement = Judgement.Of(Ranked(ranked, models, parallel), ranked.Lists, test, sampling);
            judged.Add(Judge(RankerName, numbers, 1, ranked.Validation, ranked.Seconds, judgement));
        }
        var best = judged.MaxBy(each => each.Validation)!;      // a plan has a model
        var held = champion is null ? null : new ChampionTrial(champion, _log, _plan, _features, parallel, _say).Hold(parts, best, cut =>
        {
            var model = Final(best, tuned, weights, cut.Known, cancel);
            return best.Name == RankerName
                ? Ranked(ranked!, [.. ((BlendModel)model).Parts.Select(part => part.Model)], parallel)      // of a ranker it is the models that find
                : new ModelLists(model, _plan.K, parallel);
        });

        var whole = _log.InputBetween(_log.First, _log.Last + 1);
        var all = whole.Seen;
        _say($"training {best.Name} on all {all.Count:N0} interactions");
        int[][] samples = [.. Enumerable.Range(0, all.Users).OrderByDescending(user => all[user].Length).Take(SamplesMax).Select(user => all[user].ToArray())];
        (RankerInputs, byte[])? ranker = best.Name == RankerName ? (ranked!.Inputs, ranked.Trees) : null;       // it is judged where it is
        return new TrainedRecommender(Final(best, tuned, weights, whole, cancel), ranker, samples, judged, best, held, Summary(parts));
    }

    // Both blends, the one that is learned and the one that isn't.
    private IReadOnlyList<float> Blend(
        ModelTuning tuning, TunedModel[] tuned, List<IRecommender> models, RankingCut test, SampledRanking? sampling, List<JudgedModel> judged,
        ParallelOptions parallel)
    {
        var cancel = parallel.CancellationToken;
        var (weights, validation) = tuning.Blend(tuned, _say, cancel);
        var given = FixedBlend.WeightsOf(tuned);
        if (given.Any(weight => weight != 0)) Add(FixedBlendName, given, tuning.NdcgOf(new BlendModel([.. tuned.Zip(given, (each, weight) => (each.Model, weight))]), cancel));
        Add(BlendName, weights, validation);
        return weights;

        void Add(string name, IReadOnlyList<float> of, double ndcg)
        {
            var shares = tuned.Zip(of).ToDictionary(each => each.First.Kind.Name, each => (double)each.Second, StringComparer.Ordinal);
            var blend = new ModelLists(new BlendModel([.. models.Zip(of)]), _plan.K, parallel);
            judged.Add(Judge(name, shares, 1, ndcg, 0, Judgement.Of(blend, test, sampling)));
        }
    }

    private RankedLists Ranked(TrainedRanker ranker, IReadOnlyList<IRecommender> models, ParallelOptions parallel) =>
        new(ranker.Judged, models, new ItemMap(_log.Products, _log.Products), _features, _log, _plan.K, parallel);

    // The best, trained on that. A ranker's candidates come from all models, which the blend's order stands in for where there are no features.
    private IRecommender Final(JudgedModel best, TunedModel[] tuned, IReadOnlyList<float> weights, TrainingInput input, CancellationToken cancel)
    {
        IRecommender TrainedOn(TunedModel model) => Train(model, input, cancel).Model;
        if (tuned.FirstOrDefault(each => each.Kind.Name == best.Name) is { } alone) return TrainedOn(alone);
        var parts = best.Name == FixedBlendName ? FixedBlend.WeightsOf(tuned) : weights.Count > 0 ? weights : [.. tuned.Select(_ => 1f)];
        var kept = tuned.Zip(parts).Where(each => each.Second != 0 || best.Name == RankerName).ToList();
        return new BlendModel([.. kept.Select(each => (TrainedOn(each.First), each.Second))], [.. kept.Select(each => each.First.Kind.Name)]);
    }

    private (IRecommender Model, double Seconds) Train(TunedModel tuned, TrainingInput input, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var model = tuned.Kind.Train(input, tuned.Parameters, _plan.Threads, _plan.Seed, cancel);
        return (model, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private JudgedModel Judge(
        string name, IReadOnlyDictionary<string, double> parameters, int tried, double validation, double seconds, Judgement judgement)
    {
        _say($"{name} on what is held out: NDCG@{_plan.K} {judgement.Metrics.Ndcg.Average():F4}, recall {judgement.Metrics.Recall.Average():F4}");
        return new JudgedModel(name, parameters, tried, validation, seconds, judgement);
    }

    private RunSummary Summary(RunParts parts)
    {
        var (validation, test) = (parts.Validation, parts.Test);
        int[] judged = [.. Enumerable.Range(0, test.Next.Users).Where(user => test.Next[user].Length > 0)];
        return new RunSummary(
            _log.Users, _log.Products.Count, _log.Count, InteractionLog.Instant(_log.First), InteractionLog.Instant(_log.Last), _plan.Split.Name(), parts.Protocol,
            parts.HasMoments ? InteractionLog.Instant(validation.At) : null, parts.HasMoments ? InteractionLog.Instant(test.At) : null,
            validation.Seen.Count, test.Seen.Count, validation.Next.Count, test.Next.Count, _plan.K, ListVariety.PopularityOfHistories(judged, test.Seen), _plan.Sampled);
    }
}
