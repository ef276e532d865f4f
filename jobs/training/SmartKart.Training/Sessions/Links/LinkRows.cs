using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>Computes a sparse matrix row by row, on all cores: each row by itself, so that the result does not depend on who computes what.</summary>
internal static class LinkRows
{
    /// <summary>The matrix.</summary>
    /// <param name="itemCount">Rows, and columns.</param>
    /// <param name="keep">How many of a row's largest weights are kept.</param>
    /// <param name="fill">Adds a row's weights to scores, which are empty.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Rows in falling order of weight; weights of 0 and below are left out.</returns>
    public static ItemLinks Build(int itemCount, int keep, Action<int, ItemScores> fill, CancellationToken cancellation)
    {
        var targets = new int[itemCount][];
        var weights = new float[itemCount][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, itemCount, options, () => new ItemScores(itemCount), (item, _, scores) =>
        {
            scores.Clear();
            fill(item, scores);
            (targets[item], weights[item]) = Largest(scores, keep);
            return scores;
        }, _ => { });
        return Join(targets, weights);
    }

    /// <summary>One matrix of its rows.</summary>
    public static ItemLinks Join(int[][] targets, float[][] weights)
    {
        var starts = new int[targets.Length + 1];
        for (var row = 0; row < targets.Length; row++) starts[row + 1] = starts[row] + targets[row].Length;
        var (allTargets, allWeights) = (new int[starts[^1]], new float[starts[^1]]);
        for (var row = 0; row < targets.Length; row++)
        {
            targets[row].CopyTo(allTargets, starts[row]);
            weights[row].CopyTo(allWeights, starts[row]);
        }
        return new ItemLinks(starts, allTargets, allWeights);
    }

    private static (int[] Targets, float[] Weights) Largest(ItemScores scores, int keep)
    {
        var candidates = scores.Candidates.ToArray();
        var weights = Array.ConvertAll(candidates, candidate => scores[candidate]);
        Array.Sort(weights, candidates);
        weights.AsSpan().Reverse();
        candidates.AsSpan().Reverse();
        var count = Math.Min(weights.Length, keep);
        while (count > 0 && !(weights[count - 1] > 0)) count--;
        return (candidates[..count], weights[..count]);
    }
}
