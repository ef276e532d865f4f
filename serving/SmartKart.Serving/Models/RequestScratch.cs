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

    /// <summary>What each column of a row did for its score, and last what all rows share.</summary>
    public double[] Attributions { get; } = new double[columns + 1];

    /// <summary>Keys to be read.</summary>
    public List<Scalar> Keys { get; } = [];

    /// <summary>Which row of keys a key is.</summary>
    public Dictionary<string, int> KeyRows { get; } = new(StringComparer.Ordinal);

    /// <summary>For making a list of them.</summary>
    public ListScratch List { get; } = new(most);

    /// <summary>Finds the candidates of the session's user.</summary>
    public void Find(ReadOnlySpan<int> without)
    {
        Session.Find(without);
        Count = Session.Items.Length;
        Session.Items.CopyTo(Items);
        Session.Scores.CopyTo(Parts);
    }

    /// <summary>Takes given items for candidates of the session's user.</summary>
    /// <param name="items">Ascending.</param>
    public void Take(ReadOnlySpan<int> items)
    {
        Count = items.Length;
        items.CopyTo(Items);
        Session.Score(items, Parts);
    }
}
