using System.Text;
using System.Text.Json.Nodes;
using SmartKart.Scoring.Native.XgBoost;
using SmartKart.Scoring.Trees;

namespace SmartKart.Scoring.Tests.Trees;

public sealed class DamagedModelTests
{
    private const string FirstTree = "first tree";

    public static TheoryData<string, string, string> Tampered => new()
    {
        { "left_children[0] = 900", FirstTree, "left child of node 0 of 'learner.gradient_booster.model.trees[0]' is 900" },
        { "left_children[0] = -7", FirstTree, "is -7" },
        { "left_children[0] = -1", FirstTree, "is -1" },
        { "right_children[2] = 0", FirstTree, "which another node leads to" },
        { "left_children[1] = 1", FirstTree, "which another node leads to" },
        { "split_indices[0] = 5", FirstTree, "looks at feature 5" },
        { "split_indices[0] = -1", FirstTree, "looks at feature -1" },
        { "split_conditions[0] = \"NaN\"", FirstTree, "threshold of node 0" },
        { "split_conditions[0] = 1e39", FirstTree, "threshold of node 0" },
        { "split_indices[0] = 0.5", FirstTree, "which is not a whole number" },
        { "left_children = []", FirstTree, "has 0 entries" },
        { "sum_hessian[0] = -1", FirstTree, "sum of hessians of node 0" },
        { "default_left = [1]", FirstTree, "has 1 entries" },
        { "split_conditions = 5", FirstTree, "is not a list" },
        { "tree_param.num_nodes = \"0\"", FirstTree, "has no nodes" },
        { "tree_param.num_nodes = \"many\"", FirstTree, "not a count" },
        { "tree_param = 0", FirstTree, "it has no 'learner.gradient_booster.model.trees[0].tree_param.size_leaf_vector'" },
        { "gradient_booster.model.gbtree_model_param.num_trees = \"5\"", "learner", "it has 4 trees, and says that they are 5" },
        { "gradient_booster.model.tree_info = [0,0,0,1]", "learner", "second output" },
        { "learner_model_param.num_feature = \"0\"", "learner", "0 features" },
        { "learner_model_param.num_feature = \"99999999\"", "learner", "99,999,999 features" },
        { "learner_model_param.num_feature = \"3\"", "learner", "and there are 3" },
        { "learner_model_param.base_score = \"nan\"", "learner", "not a finite number" },
        { "feature_names = [\"a\"]", "learner", "names 1 features" },
        { "objective = {}", "learner", "it has no 'learner.objective.name'" },
    };

    public static TheoryData<string, string> NotScored => new()
    {
        { "learner_model_param.num_class = \"3\"", "scores 3 classes" },
        { "learner_model_param.num_target = \"2\"", "scores 2 targets" },
        { "objective.name = \"multi:softprob\"", "the objective 'multi:softprob'" },
        { "gradient_booster.name = \"dart\"", "its booster is dart" },
    };

    [Theory]
    [MemberData(nameof(Tampered))]
    public void A_tampered_model_is_refused_with_the_place(string change, string within, string fault)
    {
        using var model = OracleModel.Small();
        var refused = Should.Throw<TreeModelException>(() => TreeEnsemble.Read(Changed(model, within, change), "The tree model m.json"));
        refused.Fault.ShouldContain(fault);
        refused.Message.ShouldStartWith("The tree model m.json: ");
        refused.Message.ShouldEndWith("or train it again");
    }

    [Theory]
    [MemberData(nameof(NotScored))]
    public void A_model_that_is_not_scored_here_says_what_to_train(string change, string fault)
    {
        using var model = OracleModel.Small();
        var refused = Should.Throw<TreeModelException>(() => TreeEnsemble.Read(Changed(model, "learner", change)));
        refused.Fault.ShouldContain(fault);
        refused.Message.ShouldContain("Train");
    }

    [Theory]
    [InlineData("categories[0] = -1", "has the category -1")]
    [InlineData("categories[0] = 16777216", "has the category 16777216")]
    [InlineData("categories_sizes[0] = 1000000", "categories from")]
    [InlineData("categories_segments[0] = -1", "categories from -1 on")]
    [InlineData("categories_nodes[0] = 5000", "is 5000, which is no node")]
    [InlineData("categories_nodes = []", "entries")]
    public void Tampered_sets_of_categories_are_refused(string change, string fault)
    {
        using var model = OracleModel.Small(categoryFeatures: 3);
        Should.Throw<TreeModelException>(() => TreeEnsemble.Read(Changed(model, FirstTree, change))).Fault.ShouldContain(fault);
    }

    [Fact]
    public void A_probability_model_with_a_base_score_that_is_none_is_refused()
    {
        using var model = OracleModel.Small("binary:logistic");
        var refused = Should.Throw<TreeModelException>(() => TreeEnsemble.Read(Changed(model, "learner", "learner_model_param.base_score = \"1.5\"")));
        refused.Fault.ShouldContain("its base score is 1.5, which is not a probability");
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"learner\": 3}")]
    [InlineData("{L\0\0")]
    [InlineData("{i\x01xN}")]
    public void What_is_no_model_is_refused(string text) =>
        Should.Throw<TreeModelException>(() => TreeEnsemble.Read(Encoding.Latin1.GetBytes(text))).Message.ShouldContain("damaged");

    [Theory]
    [InlineData(XgBoostModelFormat.Json)]
    [InlineData(XgBoostModelFormat.Ubj)]
    public void A_model_cut_off_anywhere_is_refused(XgBoostModelFormat format)
    {
        using var model = OracleModel.Small();
        var bytes = model.Booster.ToModel(format);
        for (var length = 0; length < bytes.Length; length += length < 200 ? 1 : 97)
            Should.Throw<TreeModelException>(() => TreeEnsemble.Read(bytes.AsMemory(0, length)));
    }

    [Theory]
    [InlineData(XgBoostModelFormat.Json, 1)]
    [InlineData(XgBoostModelFormat.Ubj, 2)]
    public void Whatever_byte_is_changed_a_model_is_refused_or_scores(XgBoostModelFormat format, int seed)
    {
        using var model = OracleModel.Small(categoryFeatures: 3);
        var rows = model.HardRows(40, seed: 1);
        var scores = new float[40];
        var random = new Random(seed);
        var (bytes, refusals) = (model.Booster.ToModel(format), 0);
        for (var i = 0; i < 1_500; i++)
        {
            var changed = bytes.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                var ensemble = TreeEnsemble.Read(changed);
                if (ensemble.Features != model.Features) continue;
                foreach (var kind in TreeWalkerKinds.Available) ensemble.WalkedBy(kind).Score(rows, scores);
            }
            catch (TreeModelException)
            {
                refusals++;
            }
        }
        refusals.ShouldBeGreaterThan(50);
    }

    // "a.b[0] = JSON": the place below what is named.
    private static byte[] Changed(OracleModel model, string within, string change)
    {
        var document = JsonNode.Parse(Scoring.Trees.Model.NonFiniteJson.Mend(model.Booster.ToModel(XgBoostModelFormat.Json)).Span)!;
        var at = document["learner"]!;
        if (within == FirstTree) at = at["gradient_booster"]!["model"]!["trees"]![0]!;
        var (path, value) = (change.Split(" = ")[0].Split('.'), JsonNode.Parse(change.Split(" = ")[1]));
        foreach (var name in path[..^1]) at = at[name]!;
        var last = path[^1].Split('[', ']');
        if (last.Length == 1) at[last[0]] = value;
        else at[last[0]]![int.Parse(last[1], System.Globalization.CultureInfo.InvariantCulture)] = value;
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }
}
