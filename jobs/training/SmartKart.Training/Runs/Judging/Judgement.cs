using SmartKart.Training.Evaluation;
using SmartKart.Training.Ranking;

namespace SmartKart.Training.Runs.Judging;

/// <summary>How good lists were for what was held out.</summary>
/// <param name="Metrics">Each user's.</param>
/// <param name="Variety">How various the lists are.</param>
/// <param name="Diversity">How unlike the items of a list are, 0 to 1.</param>
/// <param name="Segments">How good they were for parts of users and of items.</param>
/// <param name="Sampled">How good among products drawn by chance; null where the plan doesn't ask.</param>
public record Judgement(RankingMetrics Metrics, ListVariety Variety, double Diversity, IReadOnlyList<SegmentMetrics> Segments, RankingMetrics? Sampled)
{
    /// <param name="source">Makes the lists.</param>
    /// <param name="cut">When, and what is held out.</param>
    /// <param name="sampling">The products drawn by chance; null for none.</param>
    internal static Judgement Of(IListSource source, RankingCut cut, SampledRanking? sampling) => Of(source, source.Of(cut), cut, sampling);

    /// <summary>The same where the lists of all items were made already.</summary>
    internal static Judgement Of(IListSource source, TopLists lists, RankingCut cut, SampledRanking? sampling)
    {
        var metrics = RankingMetrics.Of(lists, cut.Next);
        return new Judgement(
            metrics, ListVariety.Of(lists, metrics.Users, cut.Seen), new ListDiversity(cut.Seen).Of(lists, metrics.Users),
            Evaluation.Segments.Of(lists, metrics, cut.Seen, cut.Next), sampling?.Judge(source.Of(cut, sampling)));
    }
}
