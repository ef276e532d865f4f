using SmartKart.Scoring.Trees;

namespace SmartKart.Scoring.Tests.Trees;

/// <summary>Each way of walking that this processor has, against XGBoost's own predictions.</summary>
public sealed class WalkerOracleTests
{
    private static readonly Dictionary<string, Func<OracleModel>> Trained = new()
    {
        ["regression"] = () => Numbers(20, [("max_depth", "6")]),
        ["regression, exact"] = () => Numbers(10, [("tree_method", "exact"), ("max_depth", "6")]),
        ["regression, approx"] = () => Numbers(10, [("tree_method", "approx"), ("max_depth", "5")]),
        ["regression of absolute errors"] = () => Numbers(5, [("objective", "reg:absoluteerror"), ("base_score", "3.25")]),
        ["nothing missing in training"] = () => OracleModel.Train(new TrainingRows(12) { Seed = 4, MissingPercent = 0 }, 20, Hist([("max_depth", "6")])),
        ["binary"] = () => Classes(20, [("objective", "binary:logistic"), ("max_depth", "6")]),
        ["binary, rare"] = () => Classes(10, [("objective", "binary:logistic"), ("base_score", "0.013")]),
        ["binary, raw"] = () => Classes(10, [("objective", "binary:logitraw"), ("base_score", "0.3")]),
        ["binary, hinge"] = () => Classes(10, [("objective", "binary:hinge")]),
        ["counts"] = () => OracleModel.Train(
            new TrainingRows(8) { Seed = 6, Label = score => Math.Max(0, MathF.Round((float)score * 2)) }, 20, Hist([("objective", "count:poisson"), ("base_score", "2.5")])),
        ["ranking"] = () => OracleModel.Train(
            new TrainingRows(10) { Seed = 7, Label = score => Math.Clamp((int)score + 1, 0, 3) }, 20, Hist([("objective", "rank:ndcg"), ("max_depth", "6")])),
        ["depth 1"] = () => Numbers(40, [("max_depth", "1")]),
        ["depth 2"] = () => Numbers(20, [("max_depth", "2")]),
        ["depth 3"] = () => Numbers(20, [("max_depth", "3")]),
        ["depth 4"] = () => Numbers(20, [("max_depth", "4")]),
        ["depth 5"] = () => Numbers(20, [("max_depth", "5")]),
        ["depth 7"] = () => Numbers(10, [("max_depth", "7"), ("min_child_weight", "0")]),
        ["depth 8"] = () => Numbers(10, [("max_depth", "8"), ("min_child_weight", "0")]),
        ["depth 12"] = () => Numbers(10, [("max_depth", "12"), ("min_child_weight", "0")]),
        ["uneven, without a depth"] = () => Numbers(10, [("grow_policy", "lossguide"), ("max_leaves", "80"), ("max_depth", "0"), ("min_child_weight", "0"), ("eta", "0.9")]),
        ["single leaves"] = () => Numbers(10, [("gamma", "1e9")]),
        ["no trees"] = () => Numbers(0, []),
        ["pruned"] = () => Numbers(20, [("tree_method", "exact"), ("max_depth", "7"), ("gamma", "2")]),
        ["forests"] = () => Numbers(4, [("num_parallel_tree", "5"), ("subsample", "0.5"), ("colsample_bynode", "0.5")]),
        ["more than a tile"] = () => Numbers(10, [("num_parallel_tree", "40"), ("subsample", "0.5"), ("max_depth", "8"), ("min_child_weight", "0")]),
        ["a wide row"] = () => OracleModel.Train(new TrainingRows(300) { Seed = 9 }, 10, Hist([("max_depth", "6"), ("colsample_bytree", "0.3")])),
        ["one category"] = () => Categories(20, categories: 12, [("max_cat_to_onehot", "100")]),
        ["sets of categories"] = () => Categories(20, categories: 60, [("max_cat_to_onehot", "1")]),
        ["many categories, deep"] = () => Categories(10, categories: 700, [("max_cat_to_onehot", "1"), ("max_depth", "10"), ("min_child_weight", "0")]),
        ["categories by approx"] = () => Categories(10, categories: 33, [("max_cat_to_onehot", "4"), ("tree_method", "approx")]),
    };

    public static TheoryData<string> Models => [.. Trained.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_walker_adds_up_XGBoosts_margins_bit_by_bit(string name)
    {
        using var model = Trained[name]();
        foreach (var (count, seed) in new[] { (1, 1), (31, 2), (32, 3), (33, 4), (517, 5), (2_000, 6) })
        {
            var rows = model.HardRows(count, seed);
            var expected = model.Expected(rows, asMargin: true);
            foreach (var kind in TreeWalkerKinds.Available)
            {
                var margins = new float[count];
                model.Ensemble.WalkedBy(kind).ScoreMargins(rows, margins);
                var wrong = Array.FindIndex(margins, 0, margins.Length, margin => float.IsNaN(margin));
                wrong.ShouldBe(-1);
                margins.Zip(expected).Count(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second))
                    .ShouldBe(0, $"{kind}, {count} rows");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_walker_predicts_what_XGBoost_does(string name)
    {
        using var model = Trained[name]();
        var rows = model.HardRows(300, seed: 7);
        var expected = model.Expected(rows, asMargin: false);
        foreach (var kind in TreeWalkerKinds.Available)
        {
            var scores = new float[300];
            model.Ensemble.WalkedBy(kind).Score(rows, scores);
            for (var i = 0; i < scores.Length; i++) scores[i].ShouldBe(expected[i], 1e-6 * Math.Max(1, Math.Abs(expected[i])), $"{kind}, row {i}");
        }
    }

    [Fact]
    public void The_models_hold_what_they_are_named_for()
    {
        using (var deep = Trained["depth 12"]()) deep.Ensemble.Depth.ShouldBe(12);
        using (var uneven = Trained["uneven, without a depth"]()) uneven.Ensemble.Depth.ShouldBeGreaterThan(14);
        using (var leaves = Trained["single leaves"]()) leaves.Ensemble.Depth.ShouldBe(0);
        using (var pruned = Trained["pruned"]()) pruned.Trees.ShouldContain(tree => tree.Nodes.Length < 100);
        using (var one = Trained["one category"]()) Sets(one).ShouldAllBe(set => set == 1);
        using (var sets = Trained["sets of categories"]()) Sets(sets).Max().ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Both_defaults_for_missing_values_are_learned_and_kept()
    {
        using var model = Trained["regression"]();
        var directions = model.Trees.SelectMany(tree => tree.Nodes).Where(node => !node.IsLeaf).Select(node => node.IsMissingLeft).Distinct();
        directions.Count().ShouldBe(2);
    }

    private static IEnumerable<int> Sets(OracleModel model) => model.Trees.SelectMany(tree => tree.Nodes)
        .Where(node => node.Categories is not null).Select(node => node.Categories!.Sum(word => System.Numerics.BitOperations.PopCount(word)));

    private static OracleModel Numbers(int rounds, (string, string)[] parameters) => OracleModel.Train(new TrainingRows(12) { Seed = 4 }, rounds, Hist(parameters));

    private static OracleModel Classes(int rounds, (string, string)[] parameters) =>
        OracleModel.Train(new TrainingRows(12) { Seed = 5, Label = score => score > 0 ? 1 : 0 }, rounds, Hist(parameters));

    private static OracleModel Categories(int rounds, int categories, (string, string)[] parameters) =>
        OracleModel.Train(new TrainingRows(9, CategoryFeatures: 4, categories) { Seed = 8 }, rounds, Hist(parameters));

    private static Dictionary<string, string> Hist((string Name, string Value)[] parameters)
    {
        var all = new Dictionary<string, string> { ["tree_method"] = "hist" };
        foreach (var (name, value) in parameters) all[name] = value;
        return all;
    }
}
