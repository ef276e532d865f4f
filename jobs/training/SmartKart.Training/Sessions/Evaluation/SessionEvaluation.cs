using System.Collections.Concurrent;
using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>
/// Judges session models by the protocol of the published tables (that of NARM, STAMP and SR-GNN): every click of a test session but the first
/// is a case; all items are ranked for what comes after the clicks before it, those of the session included; a click on an item that training
/// has not seen is a miss. Means are over cases. The same model and sessions give the same numbers, on any number of cores.
/// </summary>
public sealed record SessionEvaluation
{
    // Small enough that the cores end together, large enough that handing them out costs nothing.
    private const int SessionsAtOnce = 64;

    /// <summary>How many places count.</summary>
    public int Places { get; init; } = 20;

    /// <summary>How often the sessions are drawn again for the intervals; 0 for none, and intervals as narrow as their value.</summary>
    public int Resamples { get; init; } = 1_000;

    /// <summary>The seed of those draws.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Judges a model, on all cores.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sessions">What it has not been trained on.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SessionDataException">No session has a second click, or the sessions' items are not the model's.</exception>
    public SessionAccuracy Judge(ISessionRecommender model, SessionSet sessions, CancellationToken cancellation = default)
    {
        if (model.ItemCount != sessions.ItemCount)
            throw new SessionDataException(
                $"The model knows {model.ItemCount} items and the sessions {sessions.ItemCount}. Judge it by sessions of the split that it was trained on.");
        var outcomes = new SessionOutcome[sessions.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        if (sessions.Count > 0)
        {
            Parallel.ForEach(Partitioner.Create(0, sessions.Count, SessionsAtOnce), options, () => new Ranking(model, Places), (range, _, ranking) =>
            {
                for (var session = range.Item1; session < range.Item2; session++) outcomes[session] = ranking.Follow(sessions[session]);
                return ranking;
            }, _ => { });
        }
        var cases = outcomes.Sum(outcome => outcome.Cases);
        if (cases == 0)
            throw new SessionDataException($"None of {sessions.Count} sessions has a second click: there is nothing to foretell. Judge by longer sessions.");
        var (recall, mrr) = Bootstrap.Means(outcomes, Resamples, Seed);
        return new SessionAccuracy(sessions.Count, cases, recall, mrr);
    }

    // What one thread ranks with.
    private sealed class Ranking(ISessionRecommender model, int places)
    {
        private readonly SessionScorer _scorer = model.NewScorer();
        private readonly int[] _items = new int[places];
        private readonly float[] _scores = new float[places];

        public SessionOutcome Follow(ReadOnlySpan<int> session)
        {
            var (hits, reciprocals) = (0, 0.0);
            for (var clicked = 1; clicked < session.Length; clicked++)
            {
                if (session[clicked] == SessionSet.Unknown) continue;
                var count = _scorer.Recommend(session[..clicked], _items, _scores);
                var place = _items.AsSpan(0, count).IndexOf(session[clicked]);
                if (place < 0) continue;
                hits++;
                reciprocals += 1.0 / (place + 1);
            }
            return new SessionOutcome(Math.Max(session.Length - 1, 0), hits, reciprocals);
        }
    }
}

/// <summary>What came of a session's cases.</summary>
/// <param name="Cases">How many there were.</param>
/// <param name="Hits">How many were among the first places.</param>
/// <param name="Reciprocals">The sum of 1 / place over those.</param>
internal readonly record struct SessionOutcome(int Cases, int Hits, double Reciprocals);
