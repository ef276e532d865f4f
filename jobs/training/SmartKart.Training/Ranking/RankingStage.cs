using System.Diagnostics;
using System.Globalization;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Runs;

namespace SmartKart.Training.Ranking;

/// <summary>
/// Learns to order what a run's models find. Lists are made at moments of the past by models that knew nothing later, with features as they stood, and held to
/// what users did in the span after: the same as when the ranker is judged, and as when it serves.
/// <code>
///   cut 4     cut 3     cut 2     cut 1     validation   test
///   |—— next ——|—— next ——|—— next ——|—— next ——|—— next ——|—— next ——|
///   \———————————— rounds are counted ————————————/
///   \———————————— what is judged is trained ————————————————/
///   \———————————— what is registered is trained ———————————————————————/
/// </code>
/// </summary>
internal sealed class RankingStage
{
    // Fewer lists with a hit than that teach noise: a handful of purchases would order everybody's candidates.
    private const int TeachingUsersMin = 50;

    private readonly RankingPlan _ranking;
    private readonly RecommenderPlan _plan;
    private readonly RankingFeatures? _features;
    private readonly InteractionLog _log;
    private readonly IReadOnlyList<TunedModel> _tuned;
    private readonly Action<string> _say;
    private readonly ParallelOptions _parallel;

    /// <param name="plan">With a ranking.</param>
    /// <param name="features">Reads features; null where none are asked for.</param>
    /// <param name="log">What users did.</param>
    /// <param name="tuned">The models that find candidates, with the parameters that were chosen.</param>
    /// <param name="say">Is told each step, in a line.</param>
    /// <param name="cancel">Gives up.</param>
    public RankingStage(
        RecommenderPlan plan, RankingFeatures? features, InteractionLog log, IReadOnlyList<TunedModel> tuned, Action<string> say, CancellationToken cancel)
    {
        (_plan, _ranking, _features, _log, _tuned, _say) = (plan, plan.Ranking!, features, log, tuned, say);      // it is called for a plan with one
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = plan.Threads, CancellationToken = cancel };
    }

    /// <summary>Trains, and makes the lists by which it is judged.</summary>
    /// <param name="validation">The validation time; its models are the tuned ones.</param>
    /// <param name="test">The test time.</param>
    /// <param name="known">Models that were trained on all before the test time, in the order of the tuned ones.</param>
    /// <returns>Null where the history before the validation time is too short to learn from.</returns>
    public TrainedRanker? Run(RankingCut validation, RankingCut test, IReadOnlyList<IRecommender> known)
    {
        var span = test.At - validation.At;
        var earlier = Enumerable.Range(1, _ranking.Cuts).Select(back => RankingCut.Of(_log, validation.At - back * span, span)).OfType<RankingCut>().ToList();
        if (earlier.Count == 0)
        {
            _say("ranking: the history before the validation time is too short to learn an order from, so there is no ranker");
            return null;
        }
        RequireMemory([.. earlier, validation, test]);
        // What is learned from may be drawn by chance; who is judged is everybody.
        var tables = earlier.Select(cut => Candidates(cut, ModelsAt(cut), _ranking.UsersMax)).ToList();
        tables.Add(Candidates(validation, [.. _tuned.Select(each => each.Model)], int.MaxValue));
        tables.Add(Candidates(test, known, int.MaxValue));
        var inputs = new RankerInputs([.. _tuned.Select(each => each.Kind.Name)], _ranking.Candidates, _features?.Service, _features?.Names ?? []);
        var rows = Rows(tables, inputs);
        var teaching = rows[..^2].Sum(each => Enumerable.Range(0, each.Table.Users.Length).Count(each.Teaches));
        if (teaching < TeachingUsersMin || !Enumerable.Range(0, rows[^2].Table.Users.Length).Any(rows[^2].Teaches))
        {
            _say($"ranking: only {teaching} users went for a candidate of theirs before the validation time, and it takes {TeachingUsersMin} "
                + "to learn an order from: there is no ranker");
            return null;
        }
        var began = Stopwatch.GetTimestamp();
        var trainer = new LambdaMart(_ranking, inputs, _plan.K, _plan.Seed, _plan.Threads);
        var cancel = _parallel.CancellationToken;
        var rounds = trainer.Rounds(rows[..^2], rows[^2], cancel);
        var counted = Judge(trainer.RankerOf(trainer.Train(rows[..^2], rounds, cancel)), rows[^2]);
        var judged = trainer.RankerOf(trainer.Train(rows[..^1], rounds, cancel));
        var lists = ListsOf(judged, rows[^1]);
        var final = trainer.Train(rows, rounds, cancel);
        var candidates = tables.Sum(table => (long)table.Rows);
        _say(string.Create(
            CultureInfo.InvariantCulture,
            $"ranking: {rounds} trees from {candidates:N0} candidates of {tables.Count} moments, {inputs.Columns.Count} columns: NDCG@{_plan.K} {counted:F4}"));
        return new TrainedRanker(lists, counted, judged, inputs, final, rounds, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private List<RankingRows> Rows(List<CandidateTable> tables, RankerInputs inputs)
    {
        var features = _features?.Read(tables, _log, _parallel.CancellationToken) ?? [.. tables.Select(_ => Array.Empty<float>())];
        return [.. tables.Zip(features, (table, vectors) => new RankingRows(table, inputs, vectors))];
    }

    private List<IRecommender> ModelsAt(RankingCut cut)
    {
        _say($"ranking: the models as of {DateTimeOffset.UnixEpoch.AddTicks(cut.At * TimeSpan.TicksPerMicrosecond):u}");
        return [.. _tuned.Select(each => each.Kind.Train(cut.Known, each.Parameters, _plan.Threads, _plan.Seed, _parallel.CancellationToken))];
    }

    private CandidateTable Candidates(RankingCut cut, IReadOnlyList<IRecommender> models, int usersMax) => CandidateTable.Of(
        cut, models, _log.Products, user => cut.Seen[user].ToArray(), _ranking.Candidates, usersMax, _plan.Seed, _parallel);

    private double Judge(Ranker ranker, RankingRows rows) => RankingMetrics.Of(ListsOf(ranker, rows), rows.Table.Cut.Next).Ndcg.Average();

    private TopLists ListsOf(Ranker ranker, RankingRows rows) => RankedOrder.Of(ranker, rows, _plan.K, _parallel);

    private void RequireMemory(IReadOnlyList<RankingCut> cuts)
    {
        var columns = _tuned.Count + 1 + (_features?.Names.Count ?? 0);
        var users = cuts.Sum(cut => Enumerable.Range(0, cut.Next.Users).LongCount(user => cut.Next[user].Length > 0));
        var rows = users * Math.Min(_ranking.Candidates * _tuned.Count, _log.Products.Count);
        // A row lies in its table, in the matrix that is filled, and in XGBoost's own.
        TrainingMemory.Require(
            "ranking", 3 * rows * columns * sizeof(float), $"up to {rows:N0} candidates × {columns} columns; lower ranking.candidates or ranking.cuts");
    }
}
