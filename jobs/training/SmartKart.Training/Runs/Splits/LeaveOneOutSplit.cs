using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;

namespace SmartKart.Training.Runs.Splits;

/// <summary>
/// Of each user the product that they had for the first time last is the test, the one before the validation; what they did after a held-out one isn't known. Of
/// those at one instant, such as an order's, the later line is the later. One user's past is another's future here, so figures are better than tomorrow's will be.
/// <code>
///   user a   |— known —| validation | test |
///   user b         |————— known —————| validation |  test  |
///   user c                | known | test |         who has two products has nothing for the validation, with one nothing is held out
/// </code>
/// </summary>
internal sealed class LeaveOneOutSplit : IHistorySplit
{
    public RunParts Of(InteractionLog log)
    {
        var rows = log.Rows;
        var firsts = FirstRows(log);
        var (learned, before) = (new List<(int, int, long)>(rows.Count), new List<(int, int, long)>(rows.Count));
        var (chosen, judged) = (new List<(int, int)>(), new List<(int, int)>());
        foreach (var (at, row) in rows.Index())
        {
            var own = firsts[row.User];
            var (validation, test) = (own.Count > 2 ? own[^2] : int.MaxValue, own.Count > 1 ? own[^1] : int.MaxValue);
            if (at < test) before.Add(row);
            if (at < Math.Min(validation, test)) learned.Add(row);
            if (at == validation) chosen.Add((row.User, row.Item));
            if (at == test) judged.Add((row.User, row.Item));
        }
        if (chosen.Count == 0)
        {
            throw new InteractionException(
                "No user has three products, of which two could be left out: nothing can be judged. Train on a longer history, or split it otherwise.");
        }
        return new RunParts(
            Cut(log, learned, chosen), Cut(log, before, judged), HasMoments: false,
            "Each user's last product was left out, and models judged by it; parameters were chosen by the one before. "
            + "What other users did later was known, so by time figures would be lower.");
    }

    // Of each user the rows at which they had something for the first time.
    private static List<int>[] FirstRows(InteractionLog log)
    {
        var firsts = new List<int>[log.Users];
        for (var user = 0; user < firsts.Length; user++) firsts[user] = [];
        var had = new HashSet<(int, int)>();
        foreach (var (at, row) in log.Rows.Index())
        {
            if (had.Add((row.User, row.Item))) firsts[row.User].Add(at);
        }
        return firsts;
    }

    private static RankingCut Cut(InteractionLog log, List<(int, int, long)> known, List<(int User, int Item)> held) =>
        new(log.Last + 1, log.InputOf(known), InteractionMatrix.Of(log.Users, log.Products.Count, [.. held]));
}
