using SmartKart.Scoring.Ranking;
using SmartKart.Training.Evaluation;

namespace SmartKart.Training.Ranking;

/// <summary>Candidates in a ranker's order.</summary>
internal static class RankedOrder
{
    /// <param name="ranker">Scores them.</param>
    /// <param name="rows">The candidates.</param>
    /// <param name="k">How long lists are.</param>
    /// <param name="parallel">On how many threads, and what gives up.</param>
    /// <returns>Lists of the candidates' items; empty for users who have no candidates.</returns>
    public static TopLists Of(Ranker ranker, RankingRows rows, int k, ParallelOptions parallel)
    {
        var (table, columns) = (rows.Table, ranker.Inputs.Columns.Count);
        var lists = new int[table.Cut.Seen.Users][];
        Array.Fill(lists, []);
        Parallel.For(0, table.Users.Length, parallel, at =>
        {
            var items = table.Items(at);
            var (values, scores) = (new float[items.Length * columns], new float[items.Length]);
            rows.Fill(at, values);
            ranker.Score(values, scores);
            var (places, best) = (new int[Math.Min(k, items.Length)], new float[Math.Min(k, items.Length)]);
            var list = new int[TopK.Select(scores, [], places, best)];
            for (var rank = 0; rank < list.Length; rank++) list[rank] = items[places[rank]];
            lists[table.Users[at]] = list;
        });
        return TopLists.Of(lists.Length, k, user => lists[user]);
    }
}
