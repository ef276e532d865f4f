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

namespace SmartKart.Local.Models;

/// <summary>A recommender that was trained from a history and registered.</summary>
/// <param name="Trained">What the run made.</param>
/// <param name="Version">As what it is registered.</param>
/// <param name="Seconds">How long that took.</param>
internal sealed record RecommenderTraining(TrainedRecommender Trained, ModelVersion Version, double Seconds)
{
    /// <summary>The configuration of this checkout.</summary>
    public static string ShippedPlan => Checkout.PathOf("jobs", "training", "definitions", "shop_recommender.yaml");

    /// <summary>Trains, judges and registers.</summary>
    public static RecommenderTraining Run(RecommenderPlan plan, HistorySource history, IModelRegistry registry, IWorkProgress progress, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        InteractionLog log;
        using (progress.Begin($"{plan.Name}: reading interactions"))
            log = InteractionLog.Read(history, plan.Interactions, plan.MinPerUser, plan.MinPerProduct);
        var features = plan.Ranking?.Service is { } service ? RankingFeatures.Of(history, DefinitionSet.Read(DefinitionSource.Shipped).Service(service)) : null;
        if (features is { LeftOut.Count: > 0 }) progress.Say($"{features.Service}: {features.Names.Count} features; this history has no events for {features.LeftOut.Count} others");
        using var champion = registry.TryFind(plan.Name, ModelAliases.Champion, cancel) is { } served
            ? RecommenderArtifact.Open(registry.ArtifactsOf(served, cancel))
            : null;
        TrainedRecommender trained;
        using (var step = progress.Begin($"{plan.Name}: training and judging {plan.Models.Count} models"))
            trained = RecommenderRun.Run(log, plan, features, champion, progress.Say, cancel);
        var version = RecommenderRegistration.Register(registry, plan, trained, log.Products, TimeProvider.System, cancel);
        return new RecommenderTraining(trained, version, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
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
            row.Model.Coverage,
            row.Model.Novelty,
        }),
        Trained.OverChampion,
        Seconds,
    };
}
