using System.Text.Json;
using SmartKart.Scoring.Ann;
using SmartKart.Scoring.Artifacts;
using SmartKart.Scoring.Neural;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Retrieval;
using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Recommenders;

/// <summary>
/// A trained recommender on disk, ready to be asked: a folder that MLflow takes as a model.
/// <code>
///   MLmodel             what it is, and the size and SHA-256 of each other file
///   model.safetensors   the model's arrays
///   items.txt           the product of each item, a line each
///   samples.json        histories with what the model answered when it was written: a loader asks again
///   deepfm.onnx         where there is a network: what it computes; a blend's part has its number before it
///   items.0.hnsw        where there are many items: the index of a model's item vectors, a blend's part by its number
///   ranker.ubj, .json   where there is a ranker: its trees, and what their columns are
///   sessions.safetensors   where there is a model of running sessions: session-kNN's index and options
/// </code>
/// Opening it checks all of that, so a model that was cut short, changed, or scores differently here is refused. Thread safe; what it gave is valid until it
/// is closed.
/// </summary>
public sealed class RecommenderArtifact : IDisposable
{
    private const string ModelFile = "model.safetensors", ItemsFile = "items.txt", SamplesFile = "samples.json";
    private const int SampleLength = 10, ReasonsMax = 3;
    private const float SampleTolerance = 1e-4f;        // of another processor's order of summing

    private readonly TensorFile _tensors;

    private RecommenderArtifact(
        MlModel description, TensorFile tensors, IRecommender model, Catalogue catalogue, Ranker? ranker, SessionKnn? sessions, IReadOnlyDictionary<int, HnswIndex> indexes) =>
        (Description, _tensors, Model, Catalogue, Ranker, Sessions, Indexes) = (description, tensors, model, catalogue, ranker, sessions, indexes);

    /// <summary>What is said of it.</summary>
    public MlModel Description { get; }

    /// <summary>Scores.</summary>
    public IRecommender Model { get; }

    /// <summary>Its items' products.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>Orders what the model's parts find; null where the model's own order stands.</summary>
    public Ranker? Ranker { get; }

    /// <summary>Tells what comes next in a running session of the catalogue's items; null where there is no such model.</summary>
    public SessionKnn? Sessions { get; }

    /// <summary>By numbers of <see cref="Retrievers"/>, the indexes of their items' vectors; none where the catalogue is small.</summary>
    public IReadOnlyDictionary<int, HnswIndex> Indexes { get; }

    /// <summary>What finds candidates: a blend's models, or the model alone.</summary>
    public IReadOnlyList<IRecommender> Retrievers => RetrieversOf(Model);

    /// <summary>Writes a model, and its answers to some histories, which it will be held to.</summary>
    /// <param name="folder">New, or empty.</param>
    /// <param name="model">Popularity, item similarity, factors that fold in, a bandit's rates, a network, or a blend of these.</param>
    /// <param name="catalogue">Its items' products.</param>
    /// <param name="samples">Histories: items, ascending.</param>
    /// <param name="facts">What else is to be said of it: its run, its data.</param>
    /// <param name="ranker">What orders candidates: its columns, and its trees as XGBoost writes them. Null for none.</param>
    /// <param name="sessions">The model of running sessions, of the same items. Null for none.</param>
    /// <exception cref="ModelException">The model can't be kept in a file, or one has other items.</exception>
    public static void Write(
        string folder, IRecommender model, Catalogue catalogue, IReadOnlyList<int[]> samples, IReadOnlyDictionary<string, string> facts,
        (RankerInputs Inputs, byte[] Trees)? ranker = null, SessionKnn? sessions = null)
    {
        if (model.Items != catalogue.Count) throw new ModelException($"The model has {model.Items} items and its catalogue {catalogue.Count}. Train both from the same history.");
        if (sessions is not null && sessions.ItemCount != catalogue.Count)
            throw new ModelException($"The session model has {sessions.ItemCount} items and the catalogue {catalogue.Count}. Train both from the same history.");
        Directory.CreateDirectory(folder);
        var tensors = new TensorFileWriter();
        RecommenderTensors.Write(model, tensors);
        tensors.Write(Path.Combine(folder, ModelFile));
        File.WriteAllLines(Path.Combine(folder, ItemsFile), Enumerable.Range(0, catalogue.Count).Select(item => catalogue[item]));
        File.WriteAllText(Path.Combine(folder, SamplesFile), JsonSerializer.Serialize(samples.Select(history => Answer(model, history))));
        var networks = NetworkTensors.WriteFiles(model, folder);
        IReadOnlyList<string> rankers = ranker is { } ordering ? Ranker.Write(folder, ordering.Inputs, ordering.Trees) : [];
        if (sessions is not null) SessionKnnTensors.Write(Path.Combine(folder, SessionKnnTensors.FileName), sessions);
        IReadOnlyList<string> visits = sessions is null ? [] : [SessionKnnTensors.FileName];
        var indexes = VectorIndexes.Write(folder, RetrieversOf(model));
        MlModel.Write(folder, "recommender", facts, [ModelFile, ItemsFile, SamplesFile, .. networks, .. indexes, .. rankers, .. visits]);
    }

    /// <exception cref="ArtifactException">A file is missing, cut short or changed, or the model answers its samples differently.</exception>
    /// <exception cref="ModelException">Its arrays don't fit each other.</exception>
    /// <exception cref="SessionModelException">Those of its session model don't.</exception>
    /// <exception cref="AnnIndexException">An index can't be read.</exception>
    public static RecommenderArtifact Open(string folder)
    {
        var description = MlModel.Read(folder, "recommender");
        var tensors = TensorFile.Open(Path.Combine(folder, ModelFile));
        IRecommender? model = null;
        IReadOnlyDictionary<int, HnswIndex> indexes = new Dictionary<int, HnswIndex>();
        try
        {
            model = RecommenderTensors.Read(tensors);
            indexes = VectorIndexes.Open(folder, RetrieversOf(model));
            var catalogue = new Catalogue(File.ReadLines(Path.Combine(folder, ItemsFile)));
            var artifact = new RecommenderArtifact(
                description, tensors, model, catalogue, Ranker.Open(folder, RetrieversOf(model).Count), SessionsOf(folder, catalogue), indexes);
            if (artifact.Model.Items != artifact.Catalogue.Count)
                throw new ArtifactException(
                    Path.Combine(folder, ItemsFile), $"names {artifact.Catalogue.Count} products, and the model has {artifact.Model.Items} items. Train it again.");
            artifact.HoldToSamples(Path.Combine(folder, SamplesFile));
            return artifact;
        }
        catch
        {
            foreach (var index in indexes.Values) index.Dispose();
            if (model is not null) NetworkTensors.Close(model);
            tensors.Dispose();
            throw;
        }
    }

    /// <summary>A user's best products, each with its reasons.</summary>
    /// <param name="products">What the user did something with; those that training never met say nothing.</param>
    /// <param name="count">How many to offer, at least 1.</param>
    /// <param name="without">Others to leave out, besides those of the history.</param>
    public IReadOnlyList<Recommendation> Recommend(IEnumerable<string> products, int count, IEnumerable<string>? without = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var history = Catalogue.ItemsOf(products);
        int[] left = without is null ? history : [.. history.Concat(Catalogue.ItemsOf(without)).Distinct().Order()];
        var scores = new float[Catalogue.Count];
        Model.Score(new UserBatch(-1, [0, history.Length], history), scores);
        var (items, best) = (new int[Math.Min(count, scores.Length)], new float[Math.Min(count, scores.Length)]);
        var found = TopK.Select(scores, left, items, best);
        return [.. Enumerable.Range(0, found).Select(at => new Recommendation(Catalogue[items[at]], best[at], ReasonsOf(history, items[at])))];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var index in Indexes.Values) index.Dispose();
        NetworkTensors.Close(Model);
        _tensors.Dispose();
    }

    private static SessionKnn? SessionsOf(string folder, Catalogue catalogue)
    {
        var path = Path.Combine(folder, SessionKnnTensors.FileName);
        if (!File.Exists(path)) return null;
        var sessions = SessionKnnTensors.Read(path);
        if (sessions.ItemCount == catalogue.Count) return sessions;
        throw new ArtifactException(path, $"has {sessions.ItemCount} items, and the catalogue {catalogue.Count}. Train the model again.");
    }

    private static IReadOnlyList<IRecommender> RetrieversOf(IRecommender model) => model is BlendModel blend ? [.. blend.Parts.Select(part => part.Model)] : [model];

    private Reason[] ReasonsOf(int[] history, int item)
    {
        if (Model is not IExplains explains) return [];
        var contributions = new float[history.Length];
        explains.Explain(history, item, 1, contributions);
        var whole = contributions.Where(each => each > 0).Sum();
        return [.. contributions.Index().Where(each => each.Item > 0).OrderByDescending(each => each.Item).Take(ReasonsMax)
            .Select(each => new Reason(Catalogue[history[each.Index]], each.Item / whole))];
    }

    private void HoldToSamples(string path)
    {
        try
        {
            foreach (var sample in JsonSerializer.Deserialize<Sample[]>(File.ReadAllText(path))!)       // its checksum was right: it is what was written
            {
                var now = Answer(Model, sample.History);
                var scale = sample.Scores.Select(MathF.Abs).DefaultIfEmpty().Max();
                if (now.Scores.Length != sample.Scores.Length || now.Scores.Zip(sample.Scores).Any(pair => !(MathF.Abs(pair.First - pair.Second) <= SampleTolerance * scale)))
                    throw new ArtifactException(
                        path,
                        $"holds that the history [{string.Join(", ", sample.History)}] scores [{string.Join(", ", sample.Scores)}], and here it is [{string.Join(", ", now.Scores)}]. Don't serve it; train it again.");
            }
        }
        catch (JsonException fault)
        {
            throw new ArtifactException(path, $"can't be read: {fault.Message} Train the model again.", fault);
        }
    }

    private static Sample Answer(IRecommender model, int[] history)
    {
        var scores = new float[model.Items];
        model.Score(new UserBatch(-1, [0, history.Length], history), scores);
        var (items, best) = (new int[SampleLength], new float[SampleLength]);
        var found = TopK.Select(scores, history, items, best);
        return new Sample(history, items[..found], best[..found]);
    }

    private sealed record Sample(int[] History, int[] Items, float[] Scores);
}
