using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>
/// SLIT, the part of SLIST that learns from partial sessions (Choi, Kim, Lee, Shim, Lee: "Session-aware Linear Item-Item Models for
/// Session-based Recommendation", WWW 2021): the item-item matrix B, by ridge regression, that turns what was clicked before a cut into what
/// came after it: min Σ over cuts |y - x B|² + ridge |B|².
/// <para>SLIT inverts a dense matrix, items × items. Here each target's column is solved over the items that came before it most often, its
/// <see cref="Sources"/>, by the normal equations among those: thousands of small systems in place of one of gigabytes. A source that never
/// came before a target would get a weight near 0, and gets 0.</para>
/// </summary>
public sealed record LinearSessionTrainer
{
    /// <summary>What is added to the diagonal: in sessions.</summary>
    public float Ridge { get; init; } = 10;

    /// <summary>How fast what was clicked before a cut loses weight, in clicks.</summary>
    public float SourceDecay { get; init; } = 1;

    /// <summary>How fast what comes after a cut loses weight, in clicks.</summary>
    public float TargetDecay { get; init; } = 1;

    /// <summary>How fast past sessions lose weight, as a share of all; infinite for not at all.</summary>
    public float AgeDecay { get; init; } = float.PositiveInfinity;

    /// <summary>How many items a target is predicted from, at most.</summary>
    public int Sources { get; init; } = 150;

    /// <summary>How loud a running session's older clicks are.</summary>
    public ClickDecay ClickDecay { get; init; } = ClickDecay.Exponential(1);

    /// <summary>Trains, on all cores.</summary>
    /// <exception cref="SessionDataException">There is nothing to train on.</exception>
    public LinkedItems Train(SessionSet sessions, CancellationToken cancellation = default)
    {
        if (sessions.Clicks == 0) throw SessionDataException.NothingToTrainOn("a linear model");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Ridge, 0f);         // NaN is less than any number
        var clicks = new ItemClicks(sessions);
        var (pairs, ages) = (new SplitWeights(SourceDecay, TargetDecay), SessionAges.Weights(sessions.Count, AgeDecay));
        var known = LinkRows.Build(sessions.ItemCount, int.MaxValue, (item, scores) => Known(clicks, pairs, ages, item, scores), cancellation);
        var toCome = LinkRows.Build(sessions.ItemCount, Sources, (item, scores) => Before(clicks, pairs, ages, item, scores), cancellation);
        return new LinkedItems(new LinearColumns(known, toCome, Ridge).Solve(cancellation), ClickDecay);
    }

    /// <summary>A row of XᵀX: what is known together with an item.</summary>
    private static void Known(ItemClicks clicks, SplitWeights pairs, float[] ages, int item, ItemScores scores)
    {
        foreach (var (session, place) in clicks.Of(item))
        {
            var items = clicks.Session(session);
            for (var other = 0; other < items.Length - 1; other++)
            {
                if (items[other] >= 0 && place < items.Length - 1) scores.Add(items[other], ages[session] * pairs.Known(place, other, items.Length));
            }
        }
    }

    /// <summary>A column of XᵀY: what is known where an item is to come.</summary>
    private static void Before(ItemClicks clicks, SplitWeights pairs, float[] ages, int item, ItemScores scores)
    {
        foreach (var (session, place) in clicks.Of(item))
        {
            var items = clicks.Session(session);
            for (var earlier = 0; earlier < place; earlier++)
            {
                if (items[earlier] >= 0) scores.Add(items[earlier], ages[session] * pairs.ToCome(place - earlier));
            }
        }
    }
}
