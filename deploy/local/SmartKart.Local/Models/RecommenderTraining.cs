using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.Local.Features;
using SmartKart.Local.Terminal;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;
using SmartKart.Training.Registry;
using SmartKart.Training.Runs;
using SmartKart.Training.Runs.Judging;
using SmartKart.Training.Sessions;

namespace SmartKart.Local.Models;

/// <summary>A recommender that was trained from a history and registered.</summary>
/// <param name="Plan">What was to be done.</param>
/// <param name="Trained">What the run made.</param>
/// <param name="Version">As what it is registered.</param>
/// <param name="Seconds">How long that took.</param>
internal sealed record RecommenderTraining(RecommenderPlan Plan, TrainedRecommender Trained, ModelVersion Version, double Seconds)
{
    /// <summary>The configuration of this checkout.</summary>
    public static string ShippedPlan => Checkout.PathOf("jobs", "training", "definitions", "shop_recommender.yaml");

    /// <summary>Trains, judges and registers.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="history">What to learn from.</param>
    /// <param name="registry">Where it is registered.</param>
    /// <param name="journal">The file that keeps what was tried, so that a run that is stopped can go on; null to keep nothing.</param>
    /// <param name="progress">Is told each step.</param>
    /// <param name="cancel">Gives up.</param>
    public static RecommenderTraining Run(
        RecommenderPlan plan, HistorySource history, IModelRegistry registry, string? journal, IWorkProgress progress, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        InteractionLog log;
        using (progress.Begin($"{plan.Name}: reading interactions"))
            log = InteractionLog.Read(history, plan.Interactions, plan.MinPerUser, plan.MinPerProduct, plan.NeedsImpressions);
        var features = plan.Ranking?.Service is { } service ? RankingFeatures.Of(history, DefinitionSet.Read(DefinitionSource.Shipped).Service(service)) : null;
        if (features is { LeftOut.Count: > 0 })
            progress.Say($"{features.Service}: {features.Names.Count} features; this history has no events for {features.LeftOut.Count} others");
        TrainedSessions? sessions = null;
        if (plan.Sessions is { } wanted)
        {
            using var step = progress.Begin($"{plan.Name}: reading visits, training and judging session-kNN");
            sessions = TrainedSessions.Train(wanted, Visits.Read(history, log.Products, cancel), plan.Test, cancel);
            progress.Say(sessions.Told);
        }
        using var champion = registry.TryFind(plan.Name, ModelAliases.Champion, cancel) is { } served
            ? RecommenderArtifact.Open(registry.ArtifactsOf(served, cancel))
            : null;
        var tried = journal is null ? null : TuningJournal.Open(journal, log, plan);
        if (tried is { Count: > 0 }) progress.Say($"{plan.Name}: going on after {tried.Count} combinations that a run before had tried");
        TrainedRecommender trained;
        using (var step = progress.Begin($"{plan.Name}: training and judging {plan.Models.Count} models"))
            trained = RecommenderRun.Run(log, plan, features, champion, progress.Say, tried, cancel) with { Sessions = sessions };
        var version = RecommenderRegistration.Register(registry, plan, trained, log.Products, TimeProvider.System, cancel);
        tried?.Delete();
        return new RecommenderTraining(plan, trained, version, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>For a program: as part of a document.</summary>
    public object ToDocument() => new
    {
        Model = Version.Name,
        Version.Version,
        Version.RunId,
        Version.Source,
        Version.Aliases,
        Trained.Summary,
        Best = Trained.Best.Name,
        Models = ReportRow.Of(Trained).Select(row => new
        {
            row.Model.Name,
            row.Model.Parameters,
            row.Ndcg,
            row.OverPopularity,
            row.OverFixedBlend,
            Recall = row.Model.Metrics.Recall.Average(),
            HitRate = row.Model.Metrics.HitRate.Average(),
            AveragePrecision = row.Model.Metrics.AveragePrecision.Average(),
            ReciprocalRank = row.Model.Metrics.ReciprocalRank.Average(),
            row.Model.Variety.Coverage,
            row.Model.Variety.Novelty,
            row.Model.Variety.Popularity,
            row.Model.Diversity,
            row.Model.Segments,
            SampledNdcg = row.Model.Sampled?.Ndcg.Average(),
            SampledRecall = row.Model.Sampled?.Recall.Average(),
            SampledHitRate = row.Model.Sampled?.HitRate.Average(),
        }),
        Trained.OverChampion,
        Champion = Trained.Champion is { } comparison ? DocumentOf(comparison) : null,
        Trained.IsPromotable,
        Sessions = Trained.Sessions is { } sessions ? new { sessions.Visits.Topic, Visits = sessions.Visits.Sessions.Count, sessions.Accuracy } : null,
        Seconds,
    };

    private static object DocumentOf(ChampionComparison comparison) => new
    {
        comparison.TrainedUntil,
        comparison.From,
        comparison.Users,
        comparison.Told,
        New = comparison.Judged is { } both ? DocumentOf(both.New) : null,
        Champion = comparison.Judged is { } judged ? DocumentOf(judged.Champion) : null,
    };

    private static object DocumentOf(Judgement judged) => new
    {
        Ndcg = judged.Metrics.Ndcg.Average(),
        Recall = judged.Metrics.Recall.Average(),
        HitRate = judged.Metrics.HitRate.Average(),
        judged.Variety.Coverage,
        judged.Segments,
        SampledNdcg = judged.Sampled?.Ndcg.Average(),
    };
}
