using SmartKart.Training.Interactions;

namespace SmartKart.Training.Ranking;

/// <summary>A moment at which lists are made, by what was known then, and held to what users did next.</summary>
/// <param name="At">When, in microseconds since 1970.</param>
/// <param name="Known">What was known then.</param>
/// <param name="Next">What they did for the first time in the span after it.</param>
internal sealed record RankingCut(long At, TrainingInput Known, InteractionMatrix Next)
{
    /// <summary>What users had done before.</summary>
    public InteractionMatrix Seen => Known.Seen;

    /// <summary>Cuts a log at a moment: all that came from it on is held out, which may be nothing.</summary>
    public static RankingCut From(InteractionLog log, long at)
    {
        var known = log.InputBetween(log.First, at);
        return new RankingCut(at, known, known.Seen.NewIn(log.Between(at, log.Last + 1)));
    }

    /// <summary>Cuts a log, or says that there is nothing to learn at that moment.</summary>
    public static RankingCut? Of(InteractionLog log, long at, long span)
    {
        if (at - span <= log.First) return null;
        var known = log.InputBetween(log.First, at);
        var next = known.Seen.NewIn(log.Between(at, at + span));
        return next.Count == 0 ? null : new RankingCut(at, known, next);
    }
}
