using System.Globalization;
using SmartKart.Scoring.Artifacts;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Neural;

/// <summary>
/// A network recommender on disk: its links and facts as arrays of the model's file, and beside that the network, which any runtime of ONNX opens.
/// </summary>
internal static class NetworkTensors
{
    private const string NetworkFile = "deepfm.onnx";

    public static void Write(NetworkRecommender network, TensorFileWriter into, string prefix)
    {
        into.Add(prefix + "starts", network.Links.Starts.Span);
        into.Add(prefix + "targets", network.Links.Targets.Span);
        into.Add(prefix + "weights", network.Links.Weights.Span);
        into.Add(prefix + "own", network.Facts.Own.Span);
        into.Add(prefix + "categories", network.Facts.Categories.Span);
        into.Add(prefix + "brands", network.Facts.Brands.Span);
        into.Add(prefix + "users", network.Facts.Users.Span);
        into.Add(prefix + "lately", network.Facts.Lately.Span);
    }

    public static NetworkRecommender Read(TensorFile from, string prefix)
    {
        var links = new ItemSimilarityModel(from.Integers(prefix + "starts"), from.Integers(prefix + "targets"), from.Floats(prefix + "weights"));
        var facts = new ItemFacts(
            from.Integers(prefix + "own"), from.Integers(prefix + "categories"), from.Integers(prefix + "brands"), from.Integers(prefix + "users"),
            from.Integers(prefix + "lately"));
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(from.Path))!, prefix + NetworkFile);      // a full path has a folder
        if (!File.Exists(path)) throw new ArtifactException(path, "isn't there, and the model scores with it. Copy the whole folder, or train it again.");
        return new NetworkRecommender(links, facts, File.ReadAllBytes(path));
    }

    /// <summary>Writes a recommender's networks into its folder: a blend's are named for their parts, as its arrays are.</summary>
    /// <returns>The files' names.</returns>
    public static IReadOnlyList<string> WriteFiles(IRecommender model, string folder) => [.. Networks(model, "").Select(each =>
    {
        using var file = File.Create(Path.Combine(folder, each.File));
        file.Write(each.Network.Network.Span);
        return each.File;
    })];

    /// <summary>Closes a recommender's networks.</summary>
    public static void Close(IRecommender model)
    {
        foreach (var (_, network) in Networks(model, "")) network.Dispose();
    }

    private static IEnumerable<(string File, NetworkRecommender Network)> Networks(IRecommender model, string prefix) => model switch
    {
        NetworkRecommender network => [(prefix + NetworkFile, network)],
        BlendModel blend => blend.Parts.SelectMany((part, at) => Networks(part.Model, $"{prefix}{at.ToString(CultureInfo.InvariantCulture)}.")),
        _ => [],
    };
}
