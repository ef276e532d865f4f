namespace SmartKart.Scoring.Sessions;

/// <summary>
/// How a running session's neighbours are found among past ones, and what they say. With s the running session, n a past one, d(i) the clicks
/// after i in s, i* the item of both that was clicked last in s, and idf(i) = log(sessions / sessions with i):
/// <code>
/// similarity(s, n) = Σ over items i of both: ClickDecay(d(i)) · idf(i)^ClickIdf / |n|^LengthNorm · exp(-age(n) / AgeDecay)
/// score(j)         = Σ over the nearest n with j: similarity(s, n) · MatchDecay(d(i*)) · near(place of j - place of i* in n) · idf(j)^ItemIdf
/// near(x)          = exp(-(x - 1) / AfterDecay) after i*, BeforeWeight · exp((x + 1) / BeforeDecay) before it, SameWeight for i* itself
/// </code>
/// The defaults are VS-kNN's.
/// </summary>
public sealed record SessionKnnOptions
{
    /// <summary>VS-kNN as Serenade serves it: linear decays, and rare items above frequent ones.</summary>
    public static SessionKnnOptions VsKnn { get; } = new() { ClickDecay = ClickDecay.Linear, MatchDecay = ClickDecay.Linear, ItemIdf = 1 };

    /// <summary>
    /// STAN (Garg, Gupta, Malhotra, Vig, Shroff: "Sequence and Time Aware Neighborhood for Session-based Recommendations", SIGIR 2019): decays
    /// are exponential, also by a session's age and by the distance within it.
    /// </summary>
    public static SessionKnnOptions Stan { get; } = new()
    {
        ClickDecay = ClickDecay.Exponential(1.04f), LengthNorm = 0.5f, AfterDecay = 3, BeforeDecay = 3,
    };

    /// <summary>How many of the nearest sessions have a say.</summary>
    public int Neighbours { get; init; } = 500;

    /// <summary>How many of the newest sessions with an item are looked at; no more than the index has.</summary>
    public int SessionsPerItem { get; init; } = 2_000;

    /// <summary>What a click of the running session counts.</summary>
    public ClickDecay ClickDecay { get; init; } = ClickDecay.Linear;

    /// <summary>What a neighbour counts by the last click that it shares.</summary>
    public ClickDecay MatchDecay { get; init; } = ClickDecay.None;

    /// <summary>How much more a shared item counts where it is rare: a power of idf, 0 for not at all.</summary>
    public float ClickIdf { get; init; }

    /// <summary>How much more an item scores where it is rare: a power of idf, 0 for not at all.</summary>
    public float ItemIdf { get; init; }

    /// <summary>How much less a long session counts: a power of its length, 0 for not at all, 0.5 for the cosine's.</summary>
    public float LengthNorm { get; init; }

    /// <summary>How fast past sessions lose weight, as a share of all past sessions; infinite for not at all.</summary>
    public float AgeDecay { get; init; } = float.PositiveInfinity;

    /// <summary>How fast what follows the match in a neighbour loses weight, in items; infinite for not at all.</summary>
    public float AfterDecay { get; init; } = float.PositiveInfinity;

    /// <summary>How fast what comes before the match in a neighbour loses weight, in items; infinite for not at all.</summary>
    public float BeforeDecay { get; init; } = float.PositiveInfinity;

    /// <summary>What all that comes before the match in a neighbour is multiplied by.</summary>
    public float BeforeWeight { get; init; } = 1;

    /// <summary>What the match itself counts: how likely an item is clicked again.</summary>
    public float SameWeight { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Neighbours, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SessionsPerItem, 1);
        if (!(AgeDecay > 0)) throw new ArgumentOutOfRangeException(nameof(AgeDecay), AgeDecay, "It is above 0, or infinite.");
        if (!(AfterDecay > 0)) throw new ArgumentOutOfRangeException(nameof(AfterDecay), AfterDecay, "It is above 0, or infinite.");
        if (!(BeforeDecay > 0)) throw new ArgumentOutOfRangeException(nameof(BeforeDecay), BeforeDecay, "It is above 0, or infinite.");
    }
}
