using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Runs.Judging;
using SmartKart.Training.Sessions;

namespace SmartKart.Training.Runs;

/// <summary>What a run made.</summary>
/// <param name="Model">Trained on everything, to be registered.</param>
/// <param name="Ranker">What orders the candidates of its parts: columns and trees; null where the model's own order is the best.</param>
/// <param name="Samples">Histories, by which a loader can tell whether it scores as here.</param>
/// <param name="Models">All that were judged.</param>
/// <param name="Best">The one of them that <paramref name="Model"/> is.</param>
/// <param name="Champion">The best beside the model that is served; null where there was none.</param>
/// <param name="Summary">What they were trained and judged on.</param>
public sealed record TrainedRecommender(
    IRecommender Model, (RankerInputs Inputs, byte[] Trees)? Ranker, IReadOnlyList<int[]> Samples, IReadOnlyList<JudgedModel> Models, JudgedModel Best,
    ChampionComparison? Champion, RunSummary Summary)
{
    /// <summary>A model of running sessions, to be registered beside it; null where the plan asks for none.</summary>
    public TrainedSessions? Sessions { get; init; }

    /// <summary>By how much the new model is above the champion; null where there is no champion, and where the two can't be compared.</summary>
    public ConfidenceInterval? OverChampion => Champion?.Over;

    /// <summary>Whether it may take the champion's place: there is none, or it isn't worse by more than chance explains. What can't be compared stays behind.</summary>
    public bool IsPromotable => Champion is null || OverChampion is { High: >= 0 };
}

/// <summary>What models were trained and judged on.</summary>
/// <param name="Users">How many.</param>
/// <param name="Products">How many.</param>
/// <param name="Interactions">How many, repeated ones included.</param>
/// <param name="First">When the first was.</param>
/// <param name="Last">When the last was.</param>
/// <param name="Split">How the history was parted, as configurations write it.</param>
/// <param name="Protocol">The same, told.</param>
/// <param name="ValidationFrom">Where the training time ends; null where it wasn't parted by time.</param>
/// <param name="TestFrom">Where the validation time ends; null likewise.</param>
/// <param name="Training">Different pairs that parameters were tried on.</param>
/// <param name="Known">Different pairs that what was judged was trained on.</param>
/// <param name="Validation">New pairs that parameters were chosen by.</param>
/// <param name="Test">New pairs that models were judged by.</param>
/// <param name="K">How long lists were.</param>
/// <param name="Popularity">Mean share of users who have what those judged have themselves, to hold the popularity of lists to.</param>
/// <param name="Sampled">Among how many products drawn by chance models were judged, too; null for no such figures.</param>
public sealed record RunSummary(
    int Users, int Products, int Interactions, DateTimeOffset First, DateTimeOffset Last, string Split, string Protocol, DateTimeOffset? ValidationFrom, DateTimeOffset? TestFrom,
    int Training, int Known, int Validation, int Test, int K, double Popularity, int? Sampled);
