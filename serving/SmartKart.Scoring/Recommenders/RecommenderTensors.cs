using System.Globalization;
using SmartKart.Scoring.Artifacts;
using SmartKart.Scoring.Exploration;
using SmartKart.Scoring.Neural;

namespace SmartKart.Scoring.Recommenders;

/// <summary>
/// A recommender as arrays of a file and back. Each model has a kind, and its arrays carry the model's prefix: a blend's parts are <c>0.</c>, <c>1.</c>…, within
/// blends of blends <c>0.1.</c>. What is read stays in the file, which is mapped.
/// </summary>
public static class RecommenderTensors
{
    private const string Kind = "kind", Popularity = "popularity", ItemSimilarity = "item_similarity", Factors = "factors", Projection = "projection";
    private const string Bandit = "bandit", Network = "network", Blend = "blend", Names = "names";

    /// <param name="model">Popularity, item similarity, factors, a projection, a bandit's rates, a network, or a blend of these.</param>
    /// <param name="into">Takes its arrays.</param>
    /// <exception cref="ModelException">It is of another kind.</exception>
    public static void Write(IRecommender model, TensorFileWriter into) => Write(model, into, "");

    /// <param name="from">A file that was written by <see cref="Write(IRecommender, TensorFileWriter)"/>; the model is valid until it is closed.</param>
    /// <exception cref="ArtifactException">It holds no recommender.</exception>
    /// <exception cref="ModelException">Its arrays don't fit each other.</exception>
    public static IRecommender Read(TensorFile from) => Read(from, "");

    private static void Write(IRecommender model, TensorFileWriter into, string prefix)
    {
        switch (model)
        {
            case PopularityModel popularity:
                into.Add(prefix + Kind, Popularity);
                into.Add(prefix + "popularity", popularity.Scores.Span);
                break;
            case ItemSimilarityModel similarity:
                into.Add(prefix + Kind, ItemSimilarity);
                into.Add(prefix + "starts", similarity.Starts.Span);
                into.Add(prefix + "targets", similarity.Targets.Span);
                into.Add(prefix + "weights", similarity.Weights.Span);
                break;
            case FactorModel factors:
                into.Add(prefix + Kind, Factors);
                into.Add(prefix + "users", factors.UserVectors.Span, factors.Users, factors.Factors);
                into.Add(prefix + "items", factors.ItemVectors.Span, factors.Items, factors.Factors);
                into.Add(prefix + "biases", factors.Biases.Span);
                if (factors.FoldIn is not { } foldIn) break;
                into.Add(prefix + "fold_in", [foldIn.UnobservedWeight, foldIn.Regularisation, foldIn.FrequencyScaling]);
                if (!foldIn.Weights.IsEmpty) into.Add(prefix + "fold_in_weights", foldIn.Weights.Span);
                break;
            case ProjectionModel projection:
                into.Add(prefix + Kind, Projection);
                into.Add(prefix + "vectors", projection.Vectors.Span, projection.Items, projection.Factors);
                into.Add(prefix + "enter", projection.Enter.Span);
                into.Add(prefix + "leave", projection.Leave.Span);
                break;
            case BanditModel bandit:
                into.Add(prefix + Kind, Bandit);
                into.Add(prefix + "rates", bandit.Rates.Span);
                break;
            case NetworkRecommender network:
                into.Add(prefix + Kind, Network);
                NetworkTensors.Write(network, into, prefix);
                break;
            case BlendModel blend:
                into.Add(prefix + Kind, Blend);
                into.Add(prefix + "blend", [.. blend.Parts.Select(part => part.Weight)]);
                if (blend.Names is { } names) into.Add(prefix + Names, string.Join(' ', names));
                for (var part = 0; part < blend.Parts.Count; part++) Write(blend.Parts[part].Model, into, Of(prefix, part));
                break;
            default:
                throw new ModelException($"A {model.GetType().Name} can't be kept in a file: it is made to evaluate with. Prune it to an item similarity first.");
        }
    }

    private static IRecommender Read(TensorFile from, string prefix) => from.Metadata.GetValueOrDefault(prefix + Kind) switch
    {
        Popularity => new PopularityModel(from.Floats(prefix + "popularity")),
        ItemSimilarity => new ItemSimilarityModel(from.Integers(prefix + "starts"), from.Integers(prefix + "targets"), from.Floats(prefix + "weights")),
        Factors when from.Shape(prefix + "items") is [_, > 0 and <= int.MaxValue and var factors] =>
            new FactorModel((int)factors, from.Floats(prefix + "users"), from.Floats(prefix + "items"), from.Floats(prefix + "biases"), ReadFoldIn(from, prefix)),
        Projection when from.Shape(prefix + "vectors") is [_, > 0 and <= int.MaxValue and var factors] =>
            new ProjectionModel((int)factors, from.Floats(prefix + "vectors"), from.Floats(prefix + "enter"), from.Floats(prefix + "leave")),
        Bandit => new BanditModel(from.Floats(prefix + "rates")),
        Network => NetworkTensors.Read(from, prefix),
        Blend => ReadBlend(from, prefix),
        var kind => throw new ArtifactException(from.Path, $"holds a model of the kind '{kind}', which isn't known. Train it again, or use the version that wrote it."),
    };

    private static FoldIn? ReadFoldIn(TensorFile from, string prefix) =>
        !from.Names.Contains(prefix + "fold_in") ? null
        : from.Floats(prefix + "fold_in").Span is [var unobserved, var regularisation, var scaling] ? new FoldIn(
            unobserved, regularisation, scaling, from.Names.Contains(prefix + "fold_in_weights") ? from.Floats(prefix + "fold_in_weights") : default)
        : throw new ArtifactException(from.Path, "tells how users are folded in by other than three numbers. Train the model again.");

    private static BlendModel ReadBlend(TensorFile from, string prefix)
    {
        var weights = from.Floats(prefix + "blend");
        return new BlendModel(
            [.. Enumerable.Range(0, weights.Length).Select(part => (Read(from, Of(prefix, part)), weights.Span[part]))],
            from.Metadata.GetValueOrDefault(prefix + Names)?.Split(' '));
    }

    private static string Of(string prefix, int part) => prefix + part.ToString(CultureInfo.InvariantCulture) + ".";
}
