using SmartKart.Training.Interactions;

namespace SmartKart.Training.Ranking;

/// <summary>A moment at which lists are made, by what was known then, and held to what users did next.</summary>
/// <param name="At">When, in microseconds since 1970.</param>
/// <param name="Seen">What users had done before.</param>
/// <param name="Next">What they did for the first time in the span after it.</param>
internal sealed record RankingCut(long At, InteractionMatrix Seen, InteractionMatrix Next)
{
    /// <summary>Cuts a log, or says that there is nothing to learn at that moment.</summary>
    public static RankingCut? Of(InteractionLog log, long at, long span)
    {
        if (at - span <= log.First) return null;
        var seen = log.Between(log.First, at);
        var next = seen.NewIn(log.Between(at, at + span));
        return next.Count == 0 ? null : new RankingCut(at, seen, next);
    }
}
