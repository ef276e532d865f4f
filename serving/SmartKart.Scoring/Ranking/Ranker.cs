using System.Text.Json;
using SmartKart.Scoring.Artifacts;
using SmartKart.Scoring.Trees;

namespace SmartKart.Scoring.Ranking;

/// <summary>Orders candidates by boosted trees (LambdaMART: Burges, "From RankNet to LambdaRank to LambdaMART", 2010). Thread safe.</summary>
/// <param name="inputs">What its rows hold.</param>
/// <param name="trees">Scores them.</param>
public sealed class Ranker(RankerInputs inputs, TreeEnsemble trees)
{
    internal const string TreesFile = "ranker.ubj", InputsFile = "ranker.json";

    /// <summary>What a row holds.</summary>
    public RankerInputs Inputs => inputs;

    /// <summary>Scores candidates. Hot path: allocates nothing.</summary>
    /// <param name="rows">candidates × columns, row-major; not a number where a feature is missing.</param>
    /// <param name="scores">One of each candidate: higher is better, and it compares within one user's list only.</param>
    public void Score(ReadOnlySpan<float> rows, Span<float> scores) => trees.ScoreMargins(rows, scores);

    /// <summary>Explains candidates' scores: each column's part, and last what all share. For the few that are shown.</summary>
    /// <param name="rows">candidates × columns, row-major.</param>
    /// <param name="parts">Of each one more than there are columns.</param>
    public void Explain(ReadOnlySpan<float> rows, Span<double> parts) => trees.Explain(rows, parts);

    /// <summary>Writes it beside a model's other files.</summary>
    /// <returns>The files' names.</returns>
    internal static IReadOnlyList<string> Write(string folder, RankerInputs inputs, ReadOnlySpan<byte> trees)
    {
        using (var file = File.Create(Path.Combine(folder, TreesFile))) file.Write(trees);
        File.WriteAllText(Path.Combine(folder, InputsFile), JsonSerializer.Serialize(inputs));
        return [TreesFile, InputsFile];
    }

    /// <summary>Opens the ranker of a model's folder, or says that it has none.</summary>
    /// <exception cref="ArtifactException">Its files don't fit each other.</exception>
    /// <exception cref="TreeModelException">The trees can't be read.</exception>
    internal static Ranker? Open(string folder, int retrievers)
    {
        var path = Path.Combine(folder, InputsFile);
        if (!File.Exists(path)) return null;
        try
        {
            var inputs = JsonSerializer.Deserialize<RankerInputs>(File.ReadAllText(path))
                ?? throw new ArtifactException(path, "holds nothing. Train the model again.");
            var trees = TreeEnsemble.Open(Path.Combine(folder, TreesFile));
            if (inputs.Retrievers.Count != retrievers)
                throw new ArtifactException(path, $"names {inputs.Retrievers.Count} retrievers, and the model has {retrievers}. Train the model again.");
            if (!trees.FeatureNames.SequenceEqual(inputs.Columns))
                throw new ArtifactException(
                    path, $"names the columns {string.Join(", ", inputs.Columns)}, and the trees have {string.Join(", ", trees.FeatureNames)}. Train the model again.");
            return new Ranker(inputs, trees);
        }
        catch (JsonException fault)
        {
            throw new ArtifactException(path, $"can't be read: {fault.Message} Train the model again.", fault);
        }
    }
}
