using SmartKart.Training.Evaluation;
using SmartKart.Training.Ranking;

namespace SmartKart.Training.Runs.Judging;

/// <summary>Makes a run's users lists at a moment, in the run's items, by what they had done before. A model, a ranker, or the champion.</summary>
internal interface IListSource
{
    /// <summary>The best of all items that are new to a user. An item of another catalogue, which the run doesn't have, is -1.</summary>
    TopLists Of(RankingCut cut);

    /// <summary>The best of what was drawn for each user.</summary>
    TopLists Of(RankingCut cut, SampledRanking among);
}
