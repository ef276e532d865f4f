using SmartKart.Training.Evaluation;

namespace SmartKart.Training.Runs;

/// <summary>A model of a run, and how good it was.</summary>
/// <param name="Name">The kind, or <c>blend</c>.</param>
/// <param name="Parameters">What it was trained with; of a blend, what each model weighs.</param>
/// <param name="Tried">How many combinations were.</param>
/// <param name="Validation">NDCG by which its parameters were chosen.</param>
/// <param name="Seconds">How long the last training took.</param>
/// <param name="Metrics">Of the time that was held out: each user's.</param>
/// <param name="Variety">How various its lists are.</param>
/// <param name="Diversity">How unlike the items of a list are, 0 to 1.</param>
/// <param name="Segments">How good it was for parts of users and of items.</param>
/// <param name="Sampled">How good it was among products drawn by chance; null where the plan doesn't ask, and for a ranker, which orders only what models
/// find.</param>
public sealed record JudgedModel(
    string Name, IReadOnlyDictionary<string, double> Parameters, int Tried, double Validation, double Seconds, RankingMetrics Metrics, ListVariety Variety,
    double Diversity, IReadOnlyList<SegmentMetrics> Segments, RankingMetrics? Sampled = null);
