using SmartKart.Scoring.Retrieval;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Training.Ranking;

/// <summary>The candidates of a cut's users, with what each model says of them. Immutable.</summary>
internal sealed class CandidateTable
{
    private readonly int[][] _items;
    private readonly float[][] _scores;
    private readonly int[] _starts;

    private CandidateTable(RankingCut cut, Catalogue products, int[] users, int[][] items, float[][] scores)
    {
        (Cut, Products, Users, _items, _scores, _starts) = (cut, products, users, items, scores, new int[users.Length + 1]);
        for (var at = 0; at < users.Length; at++) _starts[at + 1] = checked(_starts[at] + items[at].Length);
    }

    /// <summary>When they were found.</summary>
    public RankingCut Cut { get; }

    /// <summary>Which product a candidate is.</summary>
    public Catalogue Products { get; }

    /// <summary>Users who did something next, ascending.</summary>
    public int[] Users { get; }

    /// <summary>How many candidates all of them have.</summary>
    public int Rows => _starts[^1];

    /// <summary>Which row a user's first candidate is.</summary>
    /// <param name="at">The user's place in <see cref="Users"/>.</param>
    public int FirstRow(int at) => _starts[at];

    /// <summary>A user's candidates: items, ascending.</summary>
    public ReadOnlySpan<int> Items(int at) => _items[at];

    /// <summary>What the models say of them: candidates × models, row-major, in standard scores.</summary>
    public ReadOnlySpan<float> Scores(int at) => _scores[at];

    /// <summary>Finds them.</summary>
    /// <param name="cut">When, and for whom.</param>
    /// <param name="models">Trained on what was known then.</param>
    /// <param name="products">Which product an item of the models is.</param>
    /// <param name="historyOf">What a user had done, as items of the models, ascending.</param>
    /// <param name="each">How many candidates each model gives.</param>
    /// <param name="usersMax">More users than that are drawn from, by chance.</param>
    /// <param name="seed">Of the draw.</param>
    /// <param name="parallel">On how many threads, and what gives up.</param>
    public static CandidateTable Of(
        RankingCut cut, IReadOnlyList<IRecommender> models, Catalogue products, Func<int, int[]> historyOf, int each, int usersMax, int seed, ParallelOptions parallel)
    {
        int[] users = [.. Enumerable.Range(0, cut.Next.Users).Where(user => cut.Next[user].Length > 0)];
        if (users.Length > usersMax)
        {
            new Random(seed).Shuffle(users);
            users = [.. users.Take(usersMax).Order()];
        }
        var (retrieval, items, scores) = (new CandidateRetrieval(models, each), new int[users.Length][], new float[users.Length][]);
        Parallel.For(0, users.Length, parallel, retrieval.Rent, (at, _, session) =>
        {
            var history = historyOf(users[at]);
            session.Begin(users[at], history);
            session.Find(without: history);
            (items[at], scores[at]) = (session.Items.ToArray(), session.Scores.ToArray());
            return session;
        }, retrieval.Return);
        return new CandidateTable(cut, products, users, items, scores);
    }

    /// <summary>The same of candidates that nobody has to find.</summary>
    /// <param name="cut">When, and for whom.</param>
    /// <param name="models">Trained on what was known then.</param>
    /// <param name="products">Which product an item of the models is.</param>
    /// <param name="historyOf">What a user had done, as items of the models, ascending.</param>
    /// <param name="candidatesOf">A user's, as items of the models, ascending.</param>
    /// <param name="parallel">On how many threads, and what gives up.</param>
    public static CandidateTable Among(
        RankingCut cut, IReadOnlyList<IRecommender> models, Catalogue products, Func<int, int[]> historyOf, Func<int, int[]> candidatesOf, ParallelOptions parallel)
    {
        int[] users = [.. Enumerable.Range(0, cut.Next.Users).Where(user => cut.Next[user].Length > 0)];
        var (retrieval, items, scores) = (new CandidateRetrieval(models, 1), Array.ConvertAll(users, user => candidatesOf(user)), new float[users.Length][]);
        Parallel.For(0, users.Length, parallel, retrieval.Rent, (at, _, session) =>
        {
            scores[at] = new float[items[at].Length * retrieval.Retrievers];
            session.Begin(users[at], historyOf(users[at]));
            session.Score(items[at], scores[at]);
            return session;
        }, retrieval.Return);
        return new CandidateTable(cut, products, users, items, scores);
    }
}
