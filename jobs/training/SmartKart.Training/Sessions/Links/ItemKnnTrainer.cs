using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>
/// Item-kNN by the last click: items that stand in the same sessions, by the cosine of their sessions, shrunk:
/// s(i, j) = sessions with both / sqrt((sessions with i + shrinkage) (sessions with j + shrinkage)). It is the baseline of the tables of
/// session-based recommendation, there with a shrinkage of 20.
/// </summary>
public sealed record ItemKnnTrainer
{
    /// <summary>What is added to how often an item is clicked, so that rare ones do not look alike by chance.</summary>
    public float Shrinkage { get; init; } = 20;

    /// <summary>How many neighbours of an item are kept.</summary>
    public int Neighbours { get; init; } = 100;

    /// <summary>Trains.</summary>
    /// <exception cref="SessionDataException">There is nothing to train on.</exception>
    public LinkedItems Train(SessionSet sessions, CancellationToken cancellation = default)
    {
        if (sessions.Clicks == 0) throw SessionDataException.NothingToTrainOn("item-kNN");
        var clicks = new ItemClicks(sessions);
        var norms = new float[sessions.ItemCount];
        for (var item = 0; item < norms.Length; item++) norms[item] = MathF.Sqrt(SupportOf(clicks.Of(item)) + Shrinkage);
        var links = LinkRows.Build(sessions.ItemCount, Neighbours, (item, scores) =>
        {
            var own = clicks.Of(item);
            for (var at = 0; at < own.Length; at++)
            {
                if (!ItemClicks.IsFirstOfSession(own, at)) continue;
                var others = clicks.Session(own[at].Session);
                for (var place = 0; place < others.Length; place++)
                {
                    var other = others[place];
                    if (other >= 0 && other != item && !others[..place].Contains(other)) scores.Add(other, 1 / (norms[item] * norms[other]));
                }
            }
        }, cancellation);
        return new LinkedItems(links, ClickDecay.LastClick);
    }

    private static int SupportOf(ReadOnlySpan<Click> clicks)
    {
        var sessions = 0;
        for (var at = 0; at < clicks.Length; at++) sessions += ItemClicks.IsFirstOfSession(clicks, at) ? 1 : 0;
        return sessions;
    }
}
