using System.Collections.Concurrent;
using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Scoring.Retrieval;
using SmartKart.Serving.Products;
using SmartKart.Serving.Ranking;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Models;

/// <summary>
/// A version of a recommender that answers requests, with what they need of it: its components by name, its ranker's features, and what of its products can be
/// sold. It is closed when another has taken its place and its last request has ended. Thread safe.
/// </summary>
internal sealed class ServedModel
{
    /// <summary>How many products a caller may have ranked.</summary>
    public const int RankedMax = 1_000;

    private const int CandidatesEach = 200;

    private readonly RecommenderArtifact _artifact;
    private readonly CandidateRetrieval _retrieval;
    private readonly ConcurrentBag<RequestScratch> _scratch = [];
    private int _users = 1;     // who holds it: the watch, and each request

    /// <exception cref="ServingException">Its ranker asks for features that can't be read.</exception>
    public ServedModel(ModelVersion version, RecommenderArtifact artifact, DefinitionSet definitions, ProductShelf shelf)
    {
        (Version, VersionTag, _artifact) = (version, version.Version, artifact);
        _retrieval = new CandidateRetrieval(artifact.Retrievers, artifact.Ranker?.Inputs.CandidatesEach ?? CandidatesEach, artifact.Indexes);
        Components = [.. Named(artifact)];
        Shelf = new ShelfView(artifact.Catalogue, shelf);
        Weights = Components.Sum(component => component.Weight);
        Features = artifact.Ranker is { } ranker ? new RankerFeatures(ranker.Inputs, definitions, Shelf) : null;
        VisitorPlan = new VisitorPlan(definitions, Features?.Visitor);
    }

    /// <summary>Which one.</summary>
    public ModelVersion Version { get; }

    /// <summary>Its number, as metrics tag it: boxed once.</summary>
    public object VersionTag { get; }

    /// <summary>What is scored with.</summary>
    public RecommenderArtifact Artifact => _artifact;

    /// <summary>Its parts: their names, and what each weighs in the score where there is no ranker.</summary>
    public IReadOnlyList<Component> Components { get; }

    /// <summary>What its parts weigh together.</summary>
    public float Weights { get; }

    /// <summary>The features that its ranker asks for; null where it has none.</summary>
    public RankerFeatures? Features { get; }

    /// <summary>What is read of a visitor for it.</summary>
    public VisitorPlan VisitorPlan { get; }

    /// <summary>What of its products can be sold.</summary>
    public ShelfView Shelf { get; }

    /// <summary>Arrays for a request; to be given back.</summary>
    public RequestScratch Rent() => _scratch.TryTake(out var free) ? free
        : new RequestScratch(_retrieval, Math.Max(_retrieval.Most, RankedMax), _artifact.Ranker?.Inputs.Columns.Count ?? 0);

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

    // Blends that were written before parts had names have none.
    private static IEnumerable<Component> Named(RecommenderArtifact artifact)
    {
        if (artifact.Model is not BlendModel blend) return [new Component(artifact.Description.Facts.GetValueOrDefault("model") ?? "model", 1, artifact.Model is IExplains)];
        var names = blend.Names ?? [.. blend.Parts.Select((_, part) => string.Create(CultureInfo.InvariantCulture, $"component_{part + 1}"))];
        return names.Zip(blend.Parts, (name, part) => new Component(name, part.Weight, part.Model is IExplains));
    }
}

/// <summary>A part of a recommender.</summary>
/// <param name="Name">What responses call it.</param>
/// <param name="Weight">What it weighs in the score.</param>
/// <param name="Explains">Whether it can say what of the visitor's past a score comes from.</param>
internal sealed record Component(string Name, float Weight, bool Explains);
