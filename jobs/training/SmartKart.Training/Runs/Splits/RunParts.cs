using SmartKart.Training.Ranking;

namespace SmartKart.Training.Runs.Splits;

/// <summary>What a run chooses and judges by.</summary>
/// <param name="Validation">What parameters are learned with, and chosen by.</param>
/// <param name="Test">What is judged is learned with, and judged by.</param>
/// <param name="HasMoments">Whether both are moments of the past: all that is known comes before all that is held out, so features may be read as they
/// stood.</param>
/// <param name="Protocol">How the history was parted, for a report: a sentence or more.</param>
internal sealed record RunParts(RankingCut Validation, RankingCut Test, bool HasMoments, string Protocol);
