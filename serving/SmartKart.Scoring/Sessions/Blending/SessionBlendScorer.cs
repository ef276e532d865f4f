using System.Numerics.Tensors;

namespace SmartKart.Scoring.Sessions;

/// <summary>Ranks what a blend's models propose. Hot path: per query, per proposed item. One thread.</summary>
internal sealed class SessionBlendScorer(SessionBlend blend) : SessionScorer(blend.ItemCount)
{
    private readonly BlendFeatures _features = new(blend.Layout);
    private float[] _shares = [];

    private protected override void Fill(ReadOnlySpan<int> session, RecentClicks clicks, ItemScores scores)
    {
        _features.Read(session);
        var weights = blend.WeightsFor(clicks.Length);
        for (var place = 0; place < _features.Candidates.Length; place++)
            scores.Add(_features.Candidates[place], TensorPrimitives.Dot(weights, RowOf(place)));
    }

    /// <summary>What a model says for the item is its clicks', in the proportions in which the model itself puts it down to them.</summary>
    private protected override void Attribute(ReadOnlySpan<int> session, RecentClicks clicks, int item, Span<float> contributions)
    {
        var place = _features.PlaceOf(item);
        if (place < 0) return;
        if (_shares.Length < contributions.Length) _shares = new float[contributions.Length];
        var shares = _shares.AsSpan(0, contributions.Length);
        var weights = blend.WeightsFor(clicks.Length);
        var row = RowOf(place);
        for (var member = 0; member < blend.Layout.Members.Count; member++)
        {
            var (log, share) = (BlendLayout.ShareLog(member), BlendLayout.Share(member));
            _features.Scorers[member].Explain(session, item, shares);
            var sum = TensorPrimitives.Sum<float>(shares);
            if (sum > 0) TensorPrimitives.MultiplyAdd(shares, (weights[log] * row[log] + weights[share] * row[share]) / sum, contributions, contributions);
        }
        var click = clicks.Items.IndexOf(item);
        if (click < 0) return;
        var repeat = blend.Layout.Repeat(clicks.Distances[click]);
        contributions[clicks.PositionOf(click)] += weights[repeat] * row[repeat];
    }

    private ReadOnlySpan<float> RowOf(int place) => _features.Rows.Slice(place * blend.Layout.Width, blend.Layout.Width);
}
