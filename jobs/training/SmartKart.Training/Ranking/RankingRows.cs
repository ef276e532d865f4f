using SmartKart.Scoring.Ranking;

namespace SmartKart.Training.Ranking;

/// <summary>Rows as a ranker takes them, of the candidates of one cut. What is learned from has the cut's own catalogue; what is judged only may have another.</summary>
/// <param name="table">The candidates.</param>
/// <param name="inputs">What the columns are.</param>
/// <param name="features">rows × features, row-major.</param>
internal sealed class RankingRows(CandidateTable table, RankerInputs inputs, float[] features)
{
    private readonly int _columns = inputs.Columns.Count, _features = inputs.Features.Count;

    public CandidateTable Table => table;

    /// <summary>Whether a user went for one of their candidates: others' order teaches nothing.</summary>
    public bool Teaches(int at)
    {
        foreach (var item in table.Items(at))
        {
            if (table.Cut.Next[table.Users[at]].BinarySearch(item) >= 0) return true;
        }
        return false;
    }

    /// <summary>Fills a user's rows: candidates × columns, row-major.</summary>
    public void Fill(int at, Span<float> rows)
    {
        var scores = table.Scores(at);
        var models = inputs.Retrievers.Count;
        var length = table.Cut.Seen[table.Users[at]].Length;
        for (var candidate = 0; candidate < table.Items(at).Length; candidate++)
        {
            var row = rows.Slice(candidate * _columns, _columns);
            scores.Slice(candidate * models, models).CopyTo(row);
            row[models] = length;
            features.AsSpan((table.FirstRow(at) + candidate) * _features, _features).CopyTo(row[inputs.FirstFeature..]);
        }
    }

    /// <summary>1 where the user went for the candidate, else 0.</summary>
    public void FillLabels(int at, Span<float> labels)
    {
        var next = table.Cut.Next[table.Users[at]];
        var items = table.Items(at);
        for (var candidate = 0; candidate < items.Length; candidate++) labels[candidate] = next.BinarySearch(items[candidate]) >= 0 ? 1 : 0;
    }
}
