using System.Globalization;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;
using SmartKart.Training.Runs.Splits;

namespace SmartKart.Training.Runs.Judging;

/// <summary>
/// Holds a run's best model and the champion to the same, none of which the champion was trained on: what users did for the first time from the later of two
/// moments on, the test time's beginning and the champion's end. Where that is within the test time, the new model's recipe is trained once more until there:
/// both have learned from as much then, or else the newer one would be behind for having stopped sooner.
/// <code>
///   |——————————— run ———————————|—————— test ——————|
///   |—————— champion ——————|    |————— counts —————|       an older champion: that it is old counts, too
///   |—————————— champion ————————————|—— counts ———|       the new model is trained as far for this
///   |———————————————— champion ————————————————————|       nothing counts: which is better can't be told
/// </code>
/// </summary>
/// <param name="champion">The model that is served.</param>
/// <param name="log">The run's history.</param>
/// <param name="plan">How the run judges.</param>
/// <param name="features">Reads what a ranker wants; null where the run reads none.</param>
/// <param name="parallel">On how many threads, and what gives up.</param>
/// <param name="say">Is told each step, in a line.</param>
internal sealed class ChampionTrial(
    RecommenderArtifact champion, InteractionLog log, RecommenderPlan plan, RankingFeatures? features, ParallelOptions parallel, Action<string> say)
{
    /// <summary>
    /// With fewer users nothing is compared. The bootstrap's percentile interval is too narrow for few values: for a mean of 30 by 6 %
    /// (√(29/30) · z/t, Hesterberg, "What teachers should know about the bootstrap", The American Statistician 69, 2015), and of fewer by more.
    /// </summary>
    public const int UsersMin = 30;

    /// <summary>The fact of an artifact that says until when it was trained.</summary>
    public const string TrainedUntilFact = "trained_until";

    private const string Remedy = "So this version is a candidate: make it the champion with 'smartkart models promote', or train again when more history has come.";

    /// <param name="parts">How the history was split.</param>
    /// <param name="best">The new model, on the test.</param>
    /// <param name="recipeAt">Trains the new model's recipe on what was known at a moment.</param>
    public ChampionComparison Hold(RunParts parts, JudgedModel best, Func<RankingCut, IListSource> recipeAt)
    {
        if (TrainedUntil is not { } until)
            return NotJudged(null, null, 0, $"The champion's artifact has no {TrainedUntilFact}, so nobody knows what it has seen of the test.");
        var (after, testFrom) = ((until - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond + 1, TimeSplit.TestFrom(log, plan.Test));
        var from = Math.Max(after, testFrom);
        var isTest = parts.HasMoments && from == parts.Test.At;
        var cut = isTest ? parts.Test : RankingCut.From(log, from);
        var users = Enumerable.Range(0, cut.Next.Users).Count(user => cut.Next[user].Length > 0);
        if (users < UsersMin)
        {
            var seen = after > testFrom ? " and has seen the test to there; only" : "; only";
            return NotJudged(until, cut, users, Invariant($"The champion was trained until {until:u}{seen} {users} users who were there before did something new ")
                + Invariant($"from {InteractionLog.Instant(from):u} on, and it takes {UsersMin} to judge by."));
        }
        say(isTest ? "holding the champion to the test" : Invariant($"training {best.Name} until {InteractionLog.Instant(from):u}, to be held to what the champion hasn't seen"));
        var sampling = plan.Sampled is { } negatives ? new SampledRanking(cut.Seen, cut.Next, negatives, plan.Seed) : null;
        var lists = ChampionLists.Of(champion, log, features, plan.K, parallel, say);
        var mine = isTest ? best : Judgement.Of(recipeAt(cut), cut, sampling);
        return new ChampionComparison(
            until, InteractionLog.Instant(cut.At), users, (mine, Judgement.Of(lists, cut, sampling)),
            Invariant($"Both were held to what {users:N0} users did for the first time from {InteractionLog.Instant(cut.At):u} on; the champion was trained until {until:u}")
            + (isTest ? "." : $", and {best.Name}, for this, on all before."));
    }

    private DateTimeOffset? TrainedUntil =>
        champion.Description.Facts.TryGetValue(TrainedUntilFact, out var fact)
        && DateTimeOffset.TryParseExact(fact, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) ? until.ToUniversalTime() : null;

    private ChampionComparison NotJudged(DateTimeOffset? until, RankingCut? cut, int users, string why)
    {
        say(why);
        return new ChampionComparison(until, cut is null ? null : InteractionLog.Instant(cut.At), users, null, $"{why} {Remedy}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
