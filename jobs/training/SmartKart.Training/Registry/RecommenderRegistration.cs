using System.Globalization;
using System.Reflection;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Runs;
using SmartKart.Training.Runs.Judging;
using SmartKart.Training.Sessions;

namespace SmartKart.Training.Registry;

/// <summary>Puts a trained recommender into the registry: its run, its artifacts, its version, and the alias that it earned.</summary>
public static class RecommenderRegistration
{
    private const string Folder = "model";

    /// <param name="registry">Where.</param>
    /// <param name="plan">What was to be done.</param>
    /// <param name="trained">What it made.</param>
    /// <param name="products">The items' products.</param>
    /// <param name="clock">Tells when.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The version: the champion where it may take that place, else the candidate.</returns>
    /// <exception cref="Scoring.ScoringException">
    /// What was written can't be opened again, or the registry doesn't take it. The run failed then, and no version is registered; one that is, and couldn't be
    /// given its alias, can be promoted.
    /// </exception>
    public static ModelVersion Register(
        IModelRegistry registry, RecommenderPlan plan, TrainedRecommender trained, Catalogue products, TimeProvider clock, CancellationToken cancel = default)
    {
        using var run = ITrackedRun.Begin(registry, plan.Name, clock, cancel);
        Note(run, plan, trained);
        var model = Path.Combine(run.Artifacts, Folder);
        RecommenderArtifact.Write(model, trained.Model, products, trained.Samples, Facts(run, trained, clock), trained.Ranker, trained.Sessions?.Model);
        RecommenderArtifact.Open(model).Dispose();     // what serving would refuse isn't registered
        File.WriteAllText(Path.Combine(run.Artifacts, "report.md"), RecommenderReport.Markdown(plan, trained));
        File.WriteAllText(Path.Combine(run.Artifacts, "report.html"), RecommenderReport.Html(plan, trained));
        run.Finish(cancel);
        var version = Registered(registry, run, plan.Name, Description(trained), clock, cancel);
        Promote(registry, plan.Name, version.Version, trained.IsPromotable && !plan.AsCandidate ? ModelAliases.Champion : ModelAliases.Candidate, cancel);
        return registry.Find(plan.Name, version.Version.ToString(CultureInfo.InvariantCulture), cancel);
    }

    /// <summary>
    /// Gives a version an alias. A champion that loses its place is called the previous one, to go back to; a candidate that becomes champion is candidate no
    /// more.
    /// </summary>
    public static void Promote(IModelRegistry registry, string name, int version, string alias, CancellationToken cancel = default)
    {
        if (alias == ModelAliases.Champion)
        {
            if (registry.TryFind(name, ModelAliases.Champion, cancel) is { } before && before.Version != version)
                registry.SetAlias(name, ModelAliases.Previous, before.Version, cancel);
            if (registry.TryFind(name, ModelAliases.Candidate, cancel)?.Version == version) registry.RemoveAlias(name, ModelAliases.Candidate, cancel);
        }
        registry.SetAlias(name, alias, version, cancel);
    }

    private static ModelVersion Registered(IModelRegistry registry, ITrackedRun run, string name, string description, TimeProvider clock, CancellationToken cancel)
    {
        try
        {
            return registry.Register(name, run.Id, run.SourceOf(Folder), description, clock.GetUtcNow(), cancel);
        }
        catch
        {
            run.Fail();     // its artifacts are whole, and nobody will find them by a version
            throw;
        }
    }

    private static void Note(ITrackedRun run, RecommenderPlan plan, TrainedRecommender trained)
    {
        run.Parameter("model", trained.Best.Name);
        run.Parameter("seed", plan.Seed.ToString(CultureInfo.InvariantCulture));
        run.Parameter("split", trained.Summary.Split);
        if (plan.Sampled is { } negatives) run.Parameter("sampled", negatives.ToString(CultureInfo.InvariantCulture));
        run.Parameter("k", plan.K.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in trained.Best.Parameters) run.Parameter(name, value.ToString(CultureInfo.InvariantCulture));
        foreach (var model in trained.Models)
        {
            var prefix = model == trained.Best ? "" : model.Name + ".";
            Note(run, prefix, model);
            run.Metric(prefix + "validation_ndcg", model.Validation);
        }
        if (trained.Sessions is { } sessions)
        {
            Interval(run, "session_hit_rate", sessions.Accuracy.Recall);
            Interval(run, "session_mrr", sessions.Accuracy.Mrr);
        }
        if (trained.Champion is not { } comparison) return;
        run.Metric("champion_users", comparison.Users);
        run.Tag("champion_comparison", comparison.Told);
        Interval(run, "ndcg_over_champion", comparison.Over);
        if (comparison.Judged is not { } both) return;
        Note(run, "champion.", both.Champion);
        Note(run, "beside_champion.", both.New);
    }

    private static void Note(ITrackedRun run, string prefix, Judgement judged)
    {
        run.Metric(prefix + "ndcg", judged.Metrics.Ndcg.Average());
        run.Metric(prefix + "recall", judged.Metrics.Recall.Average());
        run.Metric(prefix + "coverage", judged.Variety.Coverage);
        run.Metric(prefix + "popularity", judged.Variety.Popularity);
        run.Metric(prefix + "diversity", judged.Diversity);
        if (judged.Sampled is { } sampled)
        {
            run.Metric(prefix + "sampled_ndcg", sampled.Ndcg.Average());
            run.Metric(prefix + "sampled_recall", sampled.Recall.Average());
            run.Metric(prefix + "sampled_hit_rate", sampled.HitRate.Average());
        }
        foreach (var segment in judged.Segments)
        {
            Interval(run, $"{prefix}ndcg_{segment.Name}", segment.Ndcg);
            Interval(run, $"{prefix}recall_{segment.Name}", segment.Recall);
        }
    }

    private static void Interval(ITrackedRun run, string name, Estimate found) => Interval(run, name, new ConfidenceInterval(found.Value, found.Low, found.High));

    private static void Interval(ITrackedRun run, string name, ConfidenceInterval? found)
    {
        if (found is not { } interval) return;
        run.Metric(name, interval.Mean);
        run.Metric(name + "_low", interval.Low);
        run.Metric(name + "_high", interval.High);
    }

    private static Dictionary<string, string> Facts(ITrackedRun run, TrainedRecommender trained, TimeProvider clock) => new(StringComparer.Ordinal)
    {
        ["artifact_path"] = Folder,
        ["run_id"] = run.Id,
        ["utc_time_created"] = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        ["model_uuid"] = Guid.NewGuid().ToString("N"),
        ["model"] = trained.Best.Name,
        ["trained_from"] = trained.Summary.First.ToString("O", CultureInfo.InvariantCulture),
        [ChampionTrial.TrainedUntilFact] = trained.Summary.Last.ToString("O", CultureInfo.InvariantCulture),
        ["code_version"] = typeof(RecommenderRegistration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
    };

    private static string Description(TrainedRecommender trained) => string.Create(
        CultureInfo.InvariantCulture,
        $"{trained.Best.Name}, trained on {trained.Summary.Interactions:N0} interactions until {trained.Summary.Last:u}; ")
        + string.Create(CultureInfo.InvariantCulture, $"NDCG@{trained.Summary.K} {trained.Best.Metrics.Ndcg.Average():F4} on what was held out");
}
