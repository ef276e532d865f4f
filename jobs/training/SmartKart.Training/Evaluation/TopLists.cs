using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Evaluation;

/// <summary>What a model offers each user: their k best items, without those that they have already.</summary>
public sealed class TopLists
{
    private const int UsersTogether = 32;

    private readonly int[] _items, _counts;

    // Puts a user's best items, and what they are worth, into spans, and says how many there are.
    private delegate int Choice(int user, ReadOnlySpan<float> scores, Span<int> best, Span<float> worth);

    private TopLists(int users, int k) => (K, _items, _counts) = (k, new int[users * k], new int[users]);

    /// <summary>How long a list is at most.</summary>
    public int K { get; }

    /// <summary>How many users.</summary>
    public int Users => _counts.Length;

    /// <summary>A user's list, the best first.</summary>
    public ReadOnlySpan<int> this[int user] => _items.AsSpan(user * K, _counts[user]);

    /// <param name="users">How many.</param>
    /// <param name="k">How many to offer at most.</param>
    /// <param name="listOf">Each user's, the best first.</param>
    public static TopLists Of(int users, int k, Func<int, IReadOnlyList<int>> listOf)
    {
        var lists = new TopLists(users, k);
        for (var user = 0; user < users; user++)
        {
            var list = listOf(user);
            lists._counts[user] = Math.Min(k, list.Count);
            for (var rank = 0; rank < lists._counts[user]; rank++) lists._items[user * k + rank] = list[rank];
        }
        return lists;
    }

    /// <param name="model">Scores.</param>
    /// <param name="histories">What each user did, by which they are scored, and which isn't offered again.</param>
    /// <param name="k">How many to offer.</param>
    /// <param name="threads">On how many threads.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InteractionException">The model has other items than the histories.</exception>
    public static TopLists Of(IRecommender model, InteractionMatrix histories, int k, int threads, CancellationToken cancel = default) =>
        Of(model, histories, k, threads, (user, scores, best, worth) => TopK.Select(scores, histories[user], best, worth), cancel);

    /// <summary>The same of few items for each user, which lists are made of alone.</summary>
    /// <param name="model">Scores.</param>
    /// <param name="histories">By which users are scored.</param>
    /// <param name="candidates">What may be offered, users × items.</param>
    /// <param name="k">How many to offer.</param>
    /// <param name="threads">On how many threads.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InteractionException">The model has other items than the histories.</exception>
    public static TopLists Of(
        IRecommender model, InteractionMatrix histories, InteractionMatrix candidates, int k, int threads, CancellationToken cancel = default) =>
        Of(model, histories, k, threads, (user, scores, best, worth) =>
        {
            // Candidates ascend, so equal scores keep the order that they have among all items.
            var few = new float[candidates[user].Length];
            for (var at = 0; at < few.Length; at++) few[at] = scores[candidates[user][at]];
            var count = TopK.Select(few, [], best, worth);
            for (var rank = 0; rank < count; rank++) best[rank] = candidates[user][best[rank]];
            return count;
        }, cancel);

    private static TopLists Of(IRecommender model, InteractionMatrix histories, int k, int threads, Choice choose, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (model.Items != histories.Items)
            throw new InteractionException($"The model knows {model.Items} items, and the histories have {histories.Items}. Evaluate it on the catalogue it was trained on.");
        var lists = new TopLists(histories.Users, k);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        (float[] Scores, float[] Best) NewScratch() => (new float[UsersTogether * model.Items], new float[k]);
        Parallel.For(0, (histories.Users + UsersTogether - 1) / UsersTogether, parallel, NewScratch, (range, _, scratch) =>
        {
            var first = range * UsersTogether;
            var count = Math.Min(UsersTogether, histories.Users - first);
            model.Score(histories.Batch(first, count), scratch.Scores);
            for (var user = 0; user < count; user++)
            {
                var scores = scratch.Scores.AsSpan(user * model.Items, model.Items);
                lists._counts[first + user] = choose(first + user, scores, lists._items.AsSpan((first + user) * k, k), scratch.Best);
            }
            return scratch;
        }, _ => { });
        return lists;
    }
}
