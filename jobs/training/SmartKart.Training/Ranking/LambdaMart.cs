using System.Globalization;
using SmartKart.Scoring.Native.XgBoost;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Trees;

namespace SmartKart.Training.Ranking;

/// <summary>Boosted trees that put what users went for first (LambdaMART, by XGBoost's <c>rank:ndcg</c>).</summary>
/// <param name="plan">How large trees are, and how many.</param>
/// <param name="inputs">What the columns are.</param>
/// <param name="k">Where lists are cut.</param>
/// <param name="seed">What chance follows from.</param>
/// <param name="threads">How many.</param>
internal sealed class LambdaMart(RankingPlan plan, RankerInputs inputs, int k, int seed, int threads)
{
    private const int Patience = 40;        // rounds without a better one, after which it stops

    /// <summary>Trains until it gets no better on what it doesn't learn from.</summary>
    /// <returns>How many rounds were best.</returns>
    public int Rounds(IReadOnlyList<RankingRows> training, RankingRows validation, CancellationToken cancel)
    {
        using var learned = MatrixOf(training);
        using var held = MatrixOf([validation]);
        using var booster = XgBoostBooster.Create(Parameters(), learned, held);
        var (best, bestRound) = (double.NegativeInfinity, 0);
        for (var round = 0; round < plan.Rounds && round - bestRound <= Patience; round++)
        {
            cancel.ThrowIfCancellationRequested();
            booster.Update(round, learned);
            var ndcg = booster.Evaluate(round, ("validation", held))[0].Value;
            if (ndcg > best) (best, bestRound) = (ndcg, round);
        }
        return bestRound + 1;
    }

    /// <summary>Trains so many rounds.</summary>
    /// <returns>The trees as XGBoost writes them.</returns>
    public byte[] Train(IReadOnlyList<RankingRows> training, int rounds, CancellationToken cancel)
    {
        using var learned = MatrixOf(training);
        using var booster = XgBoostBooster.Create(Parameters(), learned);
        for (var round = 0; round < rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            booster.Update(round, learned);
        }
        booster.SetFeatureNames(inputs.Columns);
        return booster.ToModel();
    }

    /// <summary>A ranker of trees that were trained here.</summary>
    public Ranker RankerOf(byte[] trees) => new(inputs, TreeEnsemble.Read(trees, "the trained ranker"));

    private XgBoostMatrix MatrixOf(IReadOnlyList<RankingRows> cuts)
    {
        var groups = cuts.SelectMany(rows => Enumerable.Range(0, rows.Table.Users.Length).Where(rows.Teaches).Select(at => (Rows: rows, At: at))).ToList();
        int[] sizes = [.. groups.Select(group => group.Rows.Table.Items(group.At).Length)];
        var (count, columns) = (sizes.Sum(), inputs.Columns.Count);
        var (values, labels) = (new float[(long)count * columns], new float[count]);
        var row = 0;
        for (var group = 0; group < sizes.Length; group++)
        {
            groups[group].Rows.Fill(groups[group].At, values.AsSpan(row * columns, sizes[group] * columns));
            groups[group].Rows.FillLabels(groups[group].At, labels.AsSpan(row, sizes[group]));
            row += sizes[group];
        }
        var matrix = XgBoostMatrix.FromRows(values, columns, threads);
        matrix.SetLabels(labels);
        matrix.SetGroupSizes(sizes);
        return matrix;
    }

    private Dictionary<string, string> Parameters() => new(StringComparer.Ordinal)
    {
        ["objective"] = "rank:ndcg",
        ["eval_metric"] = Text($"ndcg@{k}"),
        ["tree_method"] = "hist",
        ["max_depth"] = Text($"{plan.Depth}"),
        ["eta"] = Text($"{plan.LearningRate}"),
        ["min_child_weight"] = Text($"{plan.MinChildWeight}"),
        ["subsample"] = "0.8",
        ["colsample_bytree"] = "0.8",
        ["seed"] = Text($"{seed}"),
        ["nthread"] = Text($"{threads}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
