using System.Collections.Concurrent;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Products;

namespace SmartKart.Serving.Models;

/// <summary>
/// A version of a recommender that answers requests, with what they need of it: its components by name, and what of its products can be sold. It is closed
/// when another has taken its place and its last request has ended. Thread safe.
/// </summary>
internal sealed class ServedModel
{
    private const int CandidatesEach = 200;

    private readonly RecommenderArtifact _artifact;
    private readonly ConcurrentBag<RequestScratch> _scratch = [];
    private int _users = 1;     // who holds it: the watch, and each request

    public ServedModel(ModelVersion version, RecommenderArtifact artifact, ProductShelf shelf)
    {
        (Version, _artifact) = (version, artifact);
        Retrieval = new CandidateRetrieval(artifact.Retrievers, artifact.Ranker?.Inputs.CandidatesEach ?? CandidatesEach);
        Components = [.. Named(artifact)];
        Shelf = new ShelfView(artifact.Catalogue, shelf);
    }

    /// <summary>Which one.</summary>
    public ModelVersion Version { get; }

    /// <summary>What is scored with.</summary>
    public RecommenderArtifact Artifact => _artifact;

    /// <summary>Finds candidates.</summary>
    public CandidateRetrieval Retrieval { get; }

    /// <summary>Its parts: their names, and what each weighs in the score where there is no ranker.</summary>
    public IReadOnlyList<Component> Components { get; }

    /// <summary>What of its products can be sold.</summary>
    public ShelfView Shelf { get; }

    /// <summary>Arrays for a request; to be given back.</summary>
    public RequestScratch Rent() => _scratch.TryTake(out var free) ? free : new RequestScratch(Retrieval.Most, Components.Count);

    /// <summary>Takes arrays back.</summary>
    public void Return(RequestScratch scratch) => _scratch.Add(scratch);

    /// <summary>Keeps it open. Each that succeeds is followed by a <see cref="Leave"/>.</summary>
    /// <returns>Whether it is: else another has taken its place.</returns>
    public bool TryEnter()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users) return true;
            users = seen;
        }
        return false;
    }

    /// <summary>Lets go of it.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0) _artifact.Dispose();
    }

    private static IEnumerable<Component> Named(RecommenderArtifact artifact)
    {
        var blend = artifact.Model as BlendModel;
        var weights = blend is null ? [1f] : blend.Parts.Select(part => part.Weight).ToArray();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var at = 0; at < weights.Length; at++)
        {
            var model = artifact.Retrievers[at];
            var name = blend is null ? artifact.Description.Facts.GetValueOrDefault("model") ?? NameOf(model) : blend.Names?[at] ?? NameOf(model);
            var count = seen[name] = seen.GetValueOrDefault(name) + 1;
            yield return new Component(count == 1 ? name : $"{name}_{count}", model, weights[at]);
        }
    }

    private static string NameOf(IRecommender model) => model switch
    {
        ItemSimilarityModel => "item_similarity",
        FactorModel => "factors",
        ProjectionModel => "projection",
        PopularityModel => "popularity",
        _ => model.GetType().Name.Replace("Model", "", StringComparison.Ordinal).ToLowerInvariant(),
    };
}

/// <summary>A part of a recommender.</summary>
/// <param name="Name">What responses call it.</param>
/// <param name="Model">It.</param>
/// <param name="Weight">What it weighs in the score.</param>
internal sealed record Component(string Name, IRecommender Model, float Weight);
