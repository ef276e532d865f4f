using System.Globalization;
using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;

namespace SmartKart.Training.Runs.Splits;

/// <summary>
/// The end of the history's time is held out. A user who comes back to what they had counts for nothing: lists offer what is new.
/// <code>
///   |———————————— training ————————————|— validation —|—— test ——|
/// </code>
/// </summary>
/// <param name="validation">Share of the time.</param>
/// <param name="test">Share of the time, after it.</param>
internal sealed class TimeSplit(double validation, double test) : IHistorySplit
{
    /// <summary>When the last share of a history's time begins, in microseconds since 1970.</summary>
    public static long TestFrom(InteractionLog log, double share) => log.Last + 1 - (long)((log.Last + 1 - log.First) * share);

    public RunParts Of(InteractionLog log)
    {
        var span = log.Last + 1 - log.First;
        var testFrom = TestFrom(log, test);
        var validationFrom = testFrom - (long)(span * validation);
        var chosen = Cut(log, validationFrom, testFrom, "validation");
        var judged = Cut(log, testFrom, log.Last + 1, "test");
        return new RunParts(chosen, judged, HasMoments: true, string.Create(
            CultureInfo.InvariantCulture,
            $"The history was split by time: parameters were chosen by what users did for the first time from {InteractionLog.Instant(validationFrom):yyyy-MM-dd HH:mm} on, ")
            + string.Create(CultureInfo.InvariantCulture, $"models judged by what they did from {InteractionLog.Instant(testFrom):yyyy-MM-dd HH:mm} on."));
    }

    private static RankingCut Cut(InteractionLog log, long from, long until, string part)
    {
        var known = log.InputBetween(log.First, from);
        var next = known.Seen.NewIn(log.Between(from, until));
        if (next.Count > 0) return new RankingCut(from, known, next);
        throw new InteractionException(
            $"No user who was there before did anything new in the {part} time, {Day(from)} to {Day(until)}: nothing can be judged by it. " +
            $"Train on a longer history, or make the {part} share larger.");
    }

    private static string Day(long micros) => InteractionLog.Instant(micros).ToString("u", CultureInfo.InvariantCulture);
}
