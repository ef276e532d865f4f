using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Recommenders;

/// <summary>
/// Finds each item's closest others among those that share a user with it, in parallel, without a matrix of items × items. An item's neighbours are those
/// that it is reached from: a score sums, over a user's history, how close each of its items is to the candidate, and only the candidate's closest count.
/// </summary>
internal static class NeighbourLists
{
    /// <summary>Weight that reaches item <c>other</c> from <c>item</c>, of what was summed over the users they share.</summary>
    public delegate float Closeness(int item, int other, float shared);

    /// <param name="interactions">Users × items.</param>
    /// <param name="userWeight">What sharing each user adds.</param>
    /// <param name="closeness">Makes a weight of a sum; 0 and less are no neighbours.</param>
    /// <param name="neighbours">The most of an item.</param>
    /// <param name="options">On how many threads, and what gives up.</param>
    public static ItemSimilarityModel Find(
        InteractionMatrix interactions, ReadOnlyMemory<float> userWeight, Closeness closeness, int neighbours, ParallelOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        var users = interactions.Transpose();
        var (items, kept) = (new int[interactions.Items][], new float[interactions.Items][]);
        Parallel.For(0, interactions.Items, options, () => new Scratch(interactions.Items, neighbours), (item, _, scratch) =>
        {
            foreach (var user in users[item]) scratch.Add(interactions[user], userWeight.Span[user]);
            (items[item], kept[item]) = scratch.Closest(item, closeness);
            return scratch;
        }, _ => { });
        return Turned(items, kept);
    }

    /// <summary>The same by the products of rows, such as texts that share terms.</summary>
    /// <param name="rows">Items × what they share, no value below 0.</param>
    /// <param name="neighbours">The most of an item.</param>
    /// <param name="options">On how many threads, and what gives up.</param>
    public static ItemSimilarityModel Find(SparseMatrix rows, int neighbours, ParallelOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        var columns = rows.Transpose();
        var (items, kept) = (new int[rows.Rows][], new float[rows.Rows][]);
        Parallel.For(0, rows.Rows, options, () => new Scratch(rows.Rows, neighbours), (item, _, scratch) =>
        {
            var shared = rows.Row(item, out var weights);
            for (var at = 0; at < shared.Length; at++) scratch.Add(columns.Row(shared[at], out var values), values, weights[at]);
            (items[item], kept[item]) = scratch.Closest(item, (_, _, sum) => sum);
            return scratch;
        }, _ => { });
        return Turned(items, kept);
    }

    // From "who is close to this one" to "whom does this one reach".
    private static ItemSimilarityModel Turned(int[][] items, float[][] weights)
    {
        var starts = new int[items.Length + 1];
        foreach (var row in items)
        {
            foreach (var item in row) starts[item + 1]++;
        }
        for (var item = 0; item < items.Length; item++) starts[item + 1] += starts[item];
        var next = starts.AsSpan(0, items.Length).ToArray();
        var (targets, turned) = (new int[starts[^1]], new float[starts[^1]]);
        for (var candidate = 0; candidate < items.Length; candidate++)
        {
            for (var at = 0; at < items[candidate].Length; at++)
            {
                var into = next[items[candidate][at]]++;
                (targets[into], turned[into]) = (candidate, weights[candidate][at]);
            }
        }
        return new ItemSimilarityModel(starts, targets, turned);
    }

    /// <summary>One thread's: sums of an item's company, and which of them aren't 0.</summary>
    private sealed class Scratch(int items, int neighbours)
    {
        private readonly float[] _sums = new float[items];
        private readonly int[] _touched = new int[items], _best = new int[neighbours];
        private readonly float[] _found = new float[items], _weights = new float[neighbours];
        private int _count;

        public void Add(ReadOnlySpan<int> company, float weight)
        {
            foreach (var item in company)
            {
                if (_sums[item] == 0) _touched[_count++] = item;
                _sums[item] += weight;
            }
        }

        public void Add(ReadOnlySpan<int> company, ReadOnlySpan<float> values, float weight)
        {
            for (var at = 0; at < company.Length; at++)
            {
                var item = company[at];
                if (weight * values[at] is not (> 0 and var product)) continue;
                if (_sums[item] == 0) _touched[_count++] = item;
                _sums[item] += product;
            }
        }

        public (int[] Items, float[] Weights) Closest(int item, Closeness closeness)
        {
            Array.Sort(_touched, 0, _count);        // of equal ones the lower item goes first
            for (var at = 0; at < _count; at++)
            {
                var other = _touched[at];
                _found[at] = other == item ? 0 : closeness(other, item, _sums[other]);
                _sums[other] = 0;
            }
            var count = TopK.Select(_found.AsSpan(0, _count), [], _best, _weights);
            while (count > 0 && _weights[count - 1] <= 0) count--;
            var chosen = new int[count];
            for (var at = 0; at < count; at++) chosen[at] = _touched[_best[at]];
            _count = 0;
            return (chosen, _weights.AsSpan(0, count).ToArray());
        }
    }
}
