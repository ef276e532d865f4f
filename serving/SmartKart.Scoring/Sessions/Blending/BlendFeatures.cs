namespace SmartKart.Scoring.Sessions;

/// <summary>
/// What there is to weigh of a session's next item: a row of numbers for each item that a model proposes. What trains the weights and what
/// uses them read the same rows. Hot path: per query, per proposed item. One thread.
/// </summary>
public sealed class BlendFeatures
{
    private static readonly float FloorLog = MathF.Log(BlendLayout.ShareFloor);

    private readonly BlendLayout _layout;
    private readonly SessionScorer[] _scorers;
    private readonly ItemScores[] _scores;
    private readonly ItemScores _places;           // of each candidate 1 + its row
    private readonly RecentClicks _clicks;
    private readonly int[] _best;
    private readonly float[] _bestScores;
    private readonly float[] _rows;

    /// <summary>Memory for one thread's queries.</summary>
    public BlendFeatures(BlendLayout layout)
    {
        _layout = layout;
        _scorers = [.. layout.Members.Select(member => member.NewScorer())];
        _scores = new ItemScores[_scorers.Length];
        _places = new ItemScores(layout.ItemCount);
        _clicks = new RecentClicks(layout.ItemCount);
        _best = new int[layout.Proposals];
        _bestScores = new float[layout.Proposals];
        // Each model's proposals, the popular items' in their place, and those of the session.
        _rows = new float[layout.Width * Math.Min(layout.ItemCount, layout.Proposals * (_scorers.Length + 1) + RecentClicks.ItemsMax)];
    }

    /// <summary>The proposed items, each once.</summary>
    public ReadOnlySpan<int> Candidates => _places.Candidates;

    /// <summary>What describes the proposed items: candidates × <see cref="BlendLayout.Width"/>, row-major.</summary>
    public ReadOnlySpan<float> Rows => _rows.AsSpan(0, Candidates.Length * _layout.Width);

    internal ReadOnlySpan<SessionScorer> Scorers => _scorers;

    /// <summary>Where an item stands among the candidates; -1 where it is none.</summary>
    public int PlaceOf(int item) => (int)_places[item] - 1;

    /// <summary>Asks every model of a session.</summary>
    /// <param name="session">The running session's items, oldest first.</param>
    public void Read(ReadOnlySpan<int> session)
    {
        _places.Clear();
        _clicks.Read(session);
        for (var member = 0; member < _scorers.Length; member++)
        {
            _scores[member] = _scorers[member].Score(session);
            Propose(_best.AsSpan(0, BestItems.Select(_scores[member], _best, _bestScores)));
        }
        Propose(_clicks.Items);
        var missing = _layout.Proposals - _places.Candidates.Length;
        if (missing > 0) Propose(_layout.Popular.Ranked.AsSpan(0, Math.Min(missing, _layout.Popular.Ranked.Length)));
        Describe();
    }

    private void Propose(ReadOnlySpan<int> items)
    {
        foreach (var item in items)
        {
            if (_places[item] == 0) _places.Add(item, _places.Candidates.Length + 1);
        }
    }

    private void Describe()
    {
        var rows = _rows.AsSpan(0, Candidates.Length * _layout.Width);
        rows.Clear();
        for (var member = 0; member < _scorers.Length; member++) DescribeMember(rows, member);
        for (var prior = 0; prior < _layout.Priors.Length; prior++)
        {
            for (var place = 0; place < Candidates.Length; place++)
                rows[place * _layout.Width + _layout.Prior(prior)] = _layout.Priors[prior][Candidates[place]];
        }
        for (var click = 0; click < _clicks.Items.Length; click++)
            rows[PlaceOf(_clicks.Items[click]) * _layout.Width + _layout.Repeat(_clicks.Distances[click])] = 1;
    }

    private void DescribeMember(Span<float> rows, int member)
    {
        var scores = _scores[member];
        var sum = 0f;
        foreach (var item in scores.Candidates) sum += Math.Max(scores[item], 0);
        if (!(sum > 0)) return;
        for (var place = 0; place < Candidates.Length; place++)
        {
            // A linear model may speak against an item: that is no more than saying nothing for it.
            var share = Math.Max(scores[Candidates[place]], 0) / sum;
            var row = rows.Slice(place * _layout.Width, _layout.Width);
            row[BlendLayout.ShareLog(member)] = MathF.Log(share + BlendLayout.ShareFloor) - FloorLog;
            row[BlendLayout.Share(member)] = share;
        }
    }
}
