namespace SmartKart.Scoring.Sessions;

/// <summary>Scores by shares, and, for S-POP, 1 more for each click of the session. Hot path: per query. One thread.</summary>
internal sealed class PopularItemsScorer(PopularItems popular, bool countsSession) : SessionScorer(popular.ItemCount)
{
    private protected override void Fill(ReadOnlySpan<int> session, RecentClicks clicks, ItemScores scores)
    {
        foreach (var item in popular.Ranked) scores.Add(item, popular.Shares[item]);
        if (!countsSession) return;
        for (var click = 0; click < clicks.Items.Length; click++) scores.Add(clicks.Items[click], clicks.Counts[click]);
    }

    private protected override void Attribute(ReadOnlySpan<int> session, RecentClicks clicks, int item, Span<float> contributions)
    {
        if (!countsSession) return;
        var click = clicks.Items.IndexOf(item);
        if (click >= 0) contributions[clicks.PositionOf(click)] = clicks.Counts[click];
    }
}
