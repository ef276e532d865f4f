using System.Globalization;
using SmartKart.Scoring.Ann;
using SmartKart.Scoring.Artifacts;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Retrieval;

/// <summary>Indexes of models' items, for catalogues of which not every item can be looked at for each request.</summary>
public static class VectorIndexes
{
    /// <summary>From how many items on an index is quicker than a look at all of them by enough to be worth its file and its build.</summary>
    public const int ItemsMin = 20_000;

    /// <summary>Builds a model's index, by inner product.</summary>
    /// <returns>Null where the model has no vectors, or too few items.</returns>
    public static HnswIndex? Build(IRecommender model)
    {
        if (model is not IVectorRecommender vectors || model.Items < ItemsMin) return null;
        var all = new float[(long)vectors.Items * vectors.Width];
        for (var item = 0; item < vectors.Items; item++) vectors.CopyVector(item, all.AsSpan(item * vectors.Width, vectors.Width));
        return HnswBuilder.Build(all, vectors.Width, AnnMetric.InnerProduct);
    }

    /// <summary>Builds those of some models, and writes them beside a model's other files.</summary>
    /// <returns>The files' names.</returns>
    internal static IReadOnlyList<string> Write(string folder, IReadOnlyList<IRecommender> models)
    {
        var files = new List<string>();
        for (var model = 0; model < models.Count; model++)
        {
            using var index = Build(models[model]);
            if (index is null) continue;
            files.Add(FileOf(model));
            index.Save(Path.Combine(folder, files[^1]));
        }
        return files;
    }

    /// <summary>Maps what was written.</summary>
    /// <returns>By the models' numbers.</returns>
    /// <exception cref="ArtifactException">An index is of other vectors than its model's.</exception>
    /// <exception cref="AnnIndexException">One can't be read.</exception>
    internal static IReadOnlyDictionary<int, HnswIndex> Open(string folder, IReadOnlyList<IRecommender> models)
    {
        var indexes = new Dictionary<int, HnswIndex>();
        try
        {
            for (var model = 0; model < models.Count; model++)
            {
                var path = Path.Combine(folder, FileOf(model));
                if (!File.Exists(path)) continue;
                var index = indexes[model] = HnswIndex.Open(path);
                if (models[model] is not IVectorRecommender vectors || index.Metric != AnnMetric.InnerProduct || index.Count != vectors.Items || index.Dims != vectors.Width)
                    throw new ArtifactException(path, $"holds {index.Count} vectors of {index.Dims} values, which aren't the model's. Train the model again.");
            }
            return indexes;
        }
        catch
        {
            foreach (var index in indexes.Values) index.Dispose();
            throw;
        }
    }

    private static string FileOf(int model) => string.Create(CultureInfo.InvariantCulture, $"items.{model}.hnsw");
}
