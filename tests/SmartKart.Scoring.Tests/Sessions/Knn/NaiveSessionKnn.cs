using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Sessions.Knn;

/// <summary>Session-kNN as its formula reads: every past session is compared with the running one.</summary>
internal static class NaiveSessionKnn
{
    public static Dictionary<int, double> Score(int[][] past, int itemCount, SessionKnnOptions options, int[] running)
    {
        var sessions = past.Select(session => LastClicks(session, itemCount).Select(click => click.Item).ToArray()).ToArray();
        var clicks = LastClicks(running, itemCount).Reverse().ToArray();
        var nearest = Enumerable.Range(0, sessions.Length)
            .Select(session => (Session: session, Similarity: Similarity(sessions, session, clicks, running.Length, options)))
            .Where(neighbour => neighbour.Similarity is not null)
            .OrderByDescending(neighbour => neighbour.Similarity).ThenByDescending(neighbour => neighbour.Session)
            .Take(options.Neighbours);
        var scores = new Dictionary<int, double>();
        foreach (var (session, similarity) in nearest)
        {
            var items = sessions[session];
            var match = clicks.First(click => Found(sessions, click.Item, options).Contains(session));
            foreach (var (place, item) in items.Index())
            {
                var said = similarity!.Value * options.MatchDecay.Weight(running.Length - 1 - match.Place, running.Length)
                    * Near(place - Array.IndexOf(items, match.Item), options) * Math.Pow(Idf(sessions, item), options.ItemIdf);
                scores[item] = scores.GetValueOrDefault(item) + said;
            }
        }
        return scores;
    }

    // In the precision of the scorer and in its order, so that equals are equals for both.
    private static float? Similarity(int[][] sessions, int session, (int Item, int Place)[] clicks, int length, SessionKnnOptions options)
    {
        float? sum = null;
        foreach (var (item, place) in clicks.Where(click => Found(sessions, click.Item, options).Contains(session)))
        {
            var weight = options.ClickDecay.Weight(length - 1 - place, length) * (float)Math.Pow(Idf(sessions, item), options.ClickIdf);
            sum = sum is null ? weight : sum + weight;
        }
        var age = (sessions.Length - 1.0 - session) / sessions.Length;
        return sum * (float)(Math.Exp(-age / options.AgeDecay) / Math.Pow(Math.Max(sessions[session].Length, 1), options.LengthNorm));
    }

    private static IEnumerable<int> Found(int[][] sessions, int item, SessionKnnOptions options) =>
        Enumerable.Range(0, sessions.Length).Where(session => sessions[session].Contains(item)).Reverse().Take(options.SessionsPerItem);

    private static double Near(int offset, SessionKnnOptions options) => offset == 0 ? options.SameWeight
        : offset > 0 ? Math.Exp(-(offset - 1) / options.AfterDecay)
        : options.BeforeWeight * Math.Exp((offset + 1) / options.BeforeDecay);

    private static double Idf(int[][] sessions, int item) =>
        Math.Log((sessions.Length + 1.0) / Math.Max(sessions.Count(session => session.Contains(item)), 1));

    private static IEnumerable<(int Item, int Place)> LastClicks(int[] session, int itemCount) =>
        session.Select((item, place) => (item, place)).Where(click => click.item >= 0 && click.item < itemCount)
            .GroupBy(click => click.item).Select(clicks => clicks.Last()).OrderBy(click => click.place);
}
