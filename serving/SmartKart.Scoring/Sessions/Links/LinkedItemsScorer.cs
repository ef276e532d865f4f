namespace SmartKart.Scoring.Sessions;

/// <summary>Adds up rows of the links. Hot path: per query, per link of a clicked item. One thread.</summary>
internal sealed class LinkedItemsScorer(ItemLinks links, ClickDecay decay) : SessionScorer(links.ItemCount)
{
    private protected override void Fill(ReadOnlySpan<int> session, RecentClicks clicks, ItemScores scores)
    {
        for (var click = 0; click < clicks.Items.Length; click++)
        {
            var loudness = decay.Weight(clicks.Distances[click], clicks.Length);
            if (loudness == 0) continue;
            var targets = links.TargetsOf(clicks.Items[click]);
            var weights = links.WeightsOf(clicks.Items[click]);
            for (var at = 0; at < targets.Length; at++) scores.Add(targets[at], loudness * weights[at]);
        }
    }

    private protected override void Attribute(ReadOnlySpan<int> session, RecentClicks clicks, int item, Span<float> contributions)
    {
        for (var click = 0; click < clicks.Items.Length; click++)
        {
            var at = links.TargetsOf(clicks.Items[click]).IndexOf(item);
            if (at < 0) continue;
            contributions[clicks.PositionOf(click)] =
                decay.Weight(clicks.Distances[click], clicks.Length) * links.WeightsOf(clicks.Items[click])[at];
        }
    }
}
