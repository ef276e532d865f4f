namespace SmartKart.Scoring.Sessions;

/// <summary>
/// Finds a session's neighbours and adds up what they say. Hot path: per query, per past session that shares an item, per item of a neighbour.
/// Twelve bytes a past session of memory. One thread.
/// </summary>
internal sealed class SessionKnnScorer : SessionScorer
{
    private readonly SessionKnn _model;
    private readonly Match[] _matches;
    private readonly int[] _touched;
    private readonly int[] _neighbours;
    private readonly float[] _similarities;
    private readonly float[] _clickWeights = new float[RecentClicks.ItemsMax];
    private int _touchedCount;
    private int _neighbourCount;
    private int _query;

    public SessionKnnScorer(SessionKnn model) : base(model.ItemCount)
    {
        _model = model;
        _matches = new Match[model.Index.SessionCount];
        _touched = new int[model.Index.SessionCount];
        var neighbours = Math.Min(model.Options.Neighbours, model.Index.SessionCount);
        _neighbours = new int[neighbours];
        _similarities = new float[neighbours];
    }

    private protected override void Fill(ReadOnlySpan<int> session, RecentClicks clicks, ItemScores scores)
    {
        FindMatches(clicks);
        Choose();
        var items = clicks.Items;
        for (var place = 0; place < _neighbourCount; place++)
        {
            var neighbour = ~_neighbours[place];
            var click = _matches[neighbour].Click;
            var said = _model.Index.ItemsOf(neighbour);
            var matched = said.IndexOf(items[click]);
            var weight = _similarities[place] * MatchWeight(clicks, click);
            for (var at = 0; at < said.Length; at++)
                scores.Add(said[at], weight * _model.NearnessOf(at - matched) * _model.ItemWeights[said[at]]);
        }
    }

    private protected override void Attribute(ReadOnlySpan<int> session, RecentClicks clicks, int item, Span<float> contributions)
    {
        for (var place = 0; place < _neighbourCount; place++)
        {
            var neighbour = ~_neighbours[place];
            var newest = _matches[neighbour].Click;
            var said = _model.Index.ItemsOf(neighbour);
            var at = said.IndexOf(item);
            if (at < 0) continue;
            var weight = _model.SessionWeights[neighbour] * MatchWeight(clicks, newest)
                * _model.NearnessOf(at - said.IndexOf(clicks.Items[newest])) * _model.ItemWeights[item];
            // A click found the session only if the session is among the newest with its item.
            for (var click = newest; click < clicks.Items.Length; click++)
            {
                if (said.Contains(clicks.Items[click]) && Looked(clicks.Items[click]).Contains(neighbour))
                    contributions[clicks.PositionOf(click)] += weight * _clickWeights[click];
            }
        }
    }

    /// <summary>Adds up, for every past session that shares an item, what the shared items count.</summary>
    private void FindMatches(RecentClicks clicks)
    {
        NextQuery();
        for (var click = 0; click < clicks.Items.Length; click++)
        {
            var item = clicks.Items[click];
            var weight = _model.Options.ClickDecay.Weight(clicks.Distances[click], clicks.Length) * _model.ClickWeights[item];
            _clickWeights[click] = weight;
            foreach (var session in Looked(item))
            {
                ref var match = ref _matches[session];
                if (match.Query == _query)
                {
                    match.Similarity += weight;
                    continue;
                }
                match = new Match { Query = _query, Similarity = weight, Click = click };
                _touched[_touchedCount++] = session;
            }
        }
    }

    /// <summary>Keeps the nearest, the newer of equals. A neighbour stands as the complement of its number: lower is newer.</summary>
    private void Choose()
    {
        _neighbourCount = 0;
        for (var place = 0; place < _touchedCount; place++)
        {
            var session = _touched[place];
            var similarity = _matches[session].Similarity * _model.SessionWeights[session];
            _neighbourCount = BestItems.Offer(_neighbours, _similarities, _neighbourCount, ~session, similarity);
        }
    }

    private ReadOnlySpan<int> Looked(int item)
    {
        var sessions = _model.Index.SessionsOf(item);
        return sessions[..Math.Min(sessions.Length, _model.Options.SessionsPerItem)];
    }

    private float MatchWeight(RecentClicks clicks, int click) => _model.Options.MatchDecay.Weight(clicks.Distances[click], clicks.Length);

    private void NextQuery()
    {
        _touchedCount = 0;
        _query = unchecked(_query + 1);
        if (_query != 0) return;
        Array.Clear(_matches);
        _query = 1;
    }

    // Together, so that a session costs one cache line.
    private struct Match
    {
        public int Query;
        public float Similarity;
        public int Click;          // the newest that is shared: its place among the clicks
    }
}
