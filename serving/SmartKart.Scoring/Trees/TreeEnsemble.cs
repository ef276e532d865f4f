using SmartKart.Scoring.Trees.Model;
using SmartKart.Scoring.Trees.Walking;

namespace SmartKart.Scoring.Trees;

/// <summary>
/// Gradient-boosted trees that XGBoost trained, scored here: missing values, categorical splits, any depth, one output. Scores are XGBoost's,
/// bit by bit before the objective's link, on every processor. Immutable; any number of threads score with it.
/// <code>
///   var ensemble = TreeEnsemble.Open("model.ubj");
///   ensemble.Score(rows, scores);                      // rows × ensemble.Features, row-major; NaN where a feature is missing
/// </code>
/// </summary>
public sealed class TreeEnsemble
{
    private readonly TreeModel _model;
    private readonly TreeWalker _walker;
    private readonly Lazy<PathAttribution> _attribution; // most ensembles are never asked why

    private TreeEnsemble(TreeModel model, TreeWalkerKind walker)
    {
        _model = model;
        Walker = walker;
        _attribution = new Lazy<PathAttribution>(() => new PathAttribution(model));
        _walker = new TreeWalker(new LaidOutTrees(model.Trees), walker.Kernel());
    }

    /// <summary>What it was trained for, in XGBoost's words: <c>rank:ndcg</c>.</summary>
    public string Objective => _model.Objective;

    /// <summary>How many features a row has.</summary>
    public int Features => _model.Features;

    /// <summary>Their names, in the order of a row; empty where it was trained without names.</summary>
    public IReadOnlyList<string> FeatureNames => _model.FeatureNames;

    /// <summary>How many trees it has.</summary>
    public int Trees => _model.Trees.Length;

    /// <summary>Decisions on the longest way down a tree.</summary>
    public int Depth => _model.Trees.Max(tree => (int?)tree.Depth) ?? 0;

    /// <summary>How its trees are walked: the fastest way that this processor has.</summary>
    public TreeWalkerKind Walker { get; }

    /// <summary>Reads a model from a file, as JSON or UBJSON.</summary>
    /// <exception cref="TreeModelException">It is damaged, or of a kind that is not scored here.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static TreeEnsemble Open(string path) => Read(File.ReadAllBytes(path), $"The tree model {path}");

    /// <summary>Reads a model.</summary>
    /// <param name="model">JSON or UBJSON, as XGBoost writes them.</param>
    /// <param name="name">Which model it is, as it begins the message of an error.</param>
    /// <exception cref="TreeModelException">It is damaged, or of a kind that is not scored here.</exception>
    public static TreeEnsemble Read(ReadOnlyMemory<byte> model, string name = "The tree model") => new(XgBoostModel.Read(model, name), TreeWalkerKinds.Available[^1]);

    /// <summary>Predicts: values, probabilities, or scores to rank by, as the objective has it. Hot path: allocates nothing.</summary>
    /// <param name="rows">rows × <see cref="Features"/>, row-major; not a number where a feature is missing.</param>
    /// <param name="scores">Is filled with a prediction for each row.</param>
    /// <exception cref="TreeInputException">There are more or fewer values than rows × features.</exception>
    public void Score(ReadOnlySpan<float> rows, Span<float> scores)
    {
        ScoreMargins(rows, scores);
        _model.Link.Apply(scores);
    }

    /// <summary>Scores without the objective's link: log odds where <see cref="Score"/> gives probabilities. Hot path: allocates nothing.</summary>
    /// <param name="rows">rows × <see cref="Features"/>, row-major; not a number where a feature is missing.</param>
    /// <param name="margins">Is filled with a margin for each row.</param>
    /// <exception cref="TreeInputException">There are more or fewer values than rows × features.</exception>
    public void ScoreMargins(ReadOnlySpan<float> rows, Span<float> margins)
    {
        if (rows.Length != (long)margins.Length * Features) throw new TreeInputException(rows.Length, margins.Length, Features);
        _walker.Add(rows, Features, _model.BaseMargin, margins);
    }

    /// <summary>
    /// Explains rows' margins: how far each feature moved them, on the ways that the rows go down the trees. For the few rows that are shown; scoring is many
    /// times as fast.
    /// </summary>
    /// <param name="rows">Rows × features, row-major.</param>
    /// <param name="parts">
    /// Is filled row by row with each feature's part, and last with what all rows share: <see cref="Features"/> + 1 numbers, which add up to the margin.
    /// </param>
    /// <exception cref="TreeInputException">The rows have another number of features.</exception>
    /// <exception cref="ArgumentException">There are not as many parts.</exception>
    public void Explain(ReadOnlySpan<float> rows, Span<double> parts)
    {
        var count = rows.Length / Features;
        if (rows.Length != count * Features || count == 0) throw new TreeInputException(rows.Length, Math.Max(count, 1), Features);
        if (parts.Length != count * (Features + 1))
            throw new ArgumentException($"There is room for {parts.Length:N0} parts, and {count:N0} rows of {Features:N0} features have {count * (Features + 1):N0}.", nameof(parts));
        _attribution.Value.Explain(rows, Features, parts);
    }

    /// <summary>The same trees, walked another way: for tests and benchmarks of each.</summary>
    internal TreeEnsemble WalkedBy(TreeWalkerKind walker) => new(_model, walker);
}
