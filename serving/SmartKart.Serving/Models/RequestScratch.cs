using SmartKart.FeatureStore.Expressions;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Retrieval;

namespace SmartKart.Serving.Models;

/// <summary>What one request works in, used again by the next: its candidates, what is said of them, and what they are ordered by.</summary>
/// <param name="retrieval">Opens a session.</param>
/// <param name="most">How many candidates there can be.</param>
/// <param name="columns">Of a ranker's row; 0 where there is none.</param>
internal sealed class RequestScratch(CandidateRetrieval retrieval, int most, int columns)
{
    private float[] _chosenRows = [];
    private double[] _attributions = [];
    private int _explained;

    /// <summary>Finds and scores candidates.</summary>
    public RetrievalSession Session { get; } = retrieval.Rent();

    /// <summary>How many candidates there are.</summary>
    public int Count { get; private set; }

    /// <summary>They: items, ascending.</summary>
    public int[] Items { get; } = new int[most];

    /// <summary>What the components say of them: candidates × components, row-major, in standard scores.</summary>
    public float[] Parts { get; } = new float[most * retrieval.Retrievers];

    /// <summary>The components' weighted sums.</summary>
    public float[] Sums { get; } = new float[most];

    /// <summary>What they are ordered by.</summary>
    public float[] Scores { get; } = new float[most];

    /// <summary>How many columns a ranker's row has.</summary>
    public int Columns => columns;

    /// <summary>The ranker's rows: candidates × columns, row-major.</summary>
    public float[] Rows { get; } = new float[most * columns];

    /// <summary>One such row.</summary>
    public float[] Row { get; } = new float[columns];

    /// <summary>What each column did for the score of the candidate that was explained at a place, and last what all share; empty where none was.</summary>
    /// <param name="place">Which of those that were explained.</param>
    public ReadOnlySpan<double> Attributions(int place) => place < _explained ? _attributions.AsSpan(place * (columns + 1), columns + 1) : [];

    /// <summary>Keys to be read.</summary>
    public List<Scalar> Keys { get; } = [];

    /// <summary>Which row of keys a key is.</summary>
    public Dictionary<string, int> KeyRows { get; } = new(StringComparer.Ordinal);

    /// <summary>Which row of keys is a candidate's.</summary>
    public int[] KeyRowOf { get; } = new int[most];

    /// <summary>For making a list of them.</summary>
    public ListScratch List { get; } = new(most);

    /// <summary>Explains what the ranker made of candidates, all at once.</summary>
    /// <param name="ranker">Which scored them.</param>
    /// <param name="candidates">Their places among the candidates.</param>
    public void Explain(Ranker ranker, ReadOnlySpan<int> candidates)
    {
        _explained = candidates.Length;
        if (_explained == 0) return;
        if (_chosenRows.Length < _explained * columns) (_chosenRows, _attributions) = (new float[_explained * columns], new double[_explained * (columns + 1)]);
        for (var at = 0; at < _explained; at++) Rows.AsSpan(candidates[at] * columns, columns).CopyTo(_chosenRows.AsSpan(at * columns));
        ranker.Explain(_chosenRows.AsSpan(0, _explained * columns), _attributions.AsSpan(0, _explained * (columns + 1)));
    }

    /// <summary>Finds the candidates of the session's user.</summary>
    public void Find(ReadOnlySpan<int> without)
    {
        Session.Find(without);
        (_explained, Count) = (0, Session.Items.Length);
        Session.Items.CopyTo(Items);
        Session.Scores.CopyTo(Parts);
    }

    /// <summary>Takes given items for candidates of the session's user.</summary>
    /// <param name="items">Ascending.</param>
    public void Take(ReadOnlySpan<int> items)
    {
        (_explained, Count) = (0, items.Length);
        items.CopyTo(Items);
        Session.Score(items, Parts);
    }
}
