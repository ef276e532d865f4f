using SmartKart.Scoring.Ranking;
using SmartKart.Training.Evaluation;

namespace SmartKart.Training.Ranking;

/// <summary>A ranker that was trained.</summary>
/// <param name="Lists">Its lists of the test time, of a ranker that knew nothing of it.</param>
/// <param name="Validation">NDCG on the validation time, of one that knew nothing of that.</param>
/// <param name="Judged">The one that made them.</param>
/// <param name="Inputs">What its columns are.</param>
/// <param name="Trees">Trained on everything, to be registered: as XGBoost writes them.</param>
/// <param name="Rounds">How many trees.</param>
/// <param name="Seconds">How long its training took.</param>
internal sealed record TrainedRanker(TopLists Lists, double Validation, Ranker Judged, RankerInputs Inputs, byte[] Trees, int Rounds, double Seconds);
