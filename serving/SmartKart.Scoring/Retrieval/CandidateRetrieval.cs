using System.Collections.Concurrent;
using SmartKart.Scoring.Ann;
using SmartKart.Scoring.Exploration;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Retrieval;

/// <summary>
/// What several models find for a user: each one's best items, joined, and what every model says of each of them, in standard scores: as many standard deviations
/// as the score is above the mean of all items. Training makes its ranking rows by this and serving its candidates. A model of links looks only at what the history
/// points to, and one of vectors, given an index, at what is near; mean and deviation are still those of all items. Thread safe.
/// </summary>
public sealed class CandidateRetrieval
{
    private readonly IReadOnlyList<IRecommender> _retrievers;
    private readonly Func<UserScores>[] _open;
    private readonly int _each;
    private readonly ConcurrentBag<RetrievalSession> _idle = [];

    /// <param name="retrievers">At least one, all of the same items.</param>
    /// <param name="each">How many of its best each gives, at least 1.</param>
    /// <param name="indexes">By the retrievers' numbers, indexes of their items' vectors, as <see cref="VectorIndexes"/> builds them.</param>
    /// <exception cref="ModelException">There is none, or they differ in their items.</exception>
    public CandidateRetrieval(IReadOnlyList<IRecommender> retrievers, int each, IReadOnlyDictionary<int, HnswIndex>? indexes = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(each, 1);
        if (retrievers.Count == 0) throw new ModelException("No model finds no candidates. Name one at least.");
        if (retrievers.FirstOrDefault(model => model.Items != retrievers[0].Items) is { } other)
            throw new ModelException($"Candidates are of {retrievers[0].Items} and of {other.Items} items. Train the models on the same catalogue.");
        (_retrievers, _each) = (retrievers, Math.Min(each, retrievers[0].Items));
        _open = [.. retrievers.Select((model, number) => Opener(model, indexes?.GetValueOrDefault(number)))];
    }

    /// <summary>How many models there are: the columns of the scores.</summary>
    public int Retrievers => _retrievers.Count;

    /// <summary>The most candidates that there can be.</summary>
    public int Most => (int)Math.Min((long)_each * _retrievers.Count, _retrievers[0].Items);

    /// <summary>A session, for one user at a time; to be given back.</summary>
    public RetrievalSession Rent() => _idle.TryTake(out var idle) ? idle : new RetrievalSession([.. _open.Select(open => open())], _each, Most);

    /// <summary>Takes a session back.</summary>
    public void Return(RetrievalSession session) => _idle.Add(session);

    private static Func<UserScores> Opener(IRecommender model, HnswIndex? index)
    {
        switch (model)
        {
            case IVectorRecommender vectors:
                _ = vectors.Moments;        // now, and not in the first request
                return () => new VectorScores(vectors, index);
            case ItemSimilarityModel links:
                return () => new LinkScores(links);
            case PopularityModel or BanditModel:
                var order = new FixedOrder(model);
                return () => new FixedScores(order);
            default:
                return () => new DenseScores(model);
        }
    }
}
