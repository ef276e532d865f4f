namespace SmartKart.Scoring.Sessions;

/// <summary>What everybody clicks, whatever the session: the baseline of all others, and what is left to say of an empty session. Immutable.</summary>
public sealed class PopularItems : ISessionRecommender
{
    /// <summary>How many are ranked: no list that is shown is longer.</summary>
    public const int RankedMax = 1_000;

    /// <summary>A ranking by shares.</summary>
    /// <param name="shares">By item: its share of all clicks, from 0 to 1. Items without clicks are not ranked.</param>
    /// <exception cref="SessionModelException">A share is no share.</exception>
    public PopularItems(float[] shares)
    {
        for (var item = 0; item < shares.Length; item++)
        {
            if (!(shares[item] is >= 0 and <= 1))
                throw new SessionModelException($"Item {item} has a share of {shares[item]} of all clicks; it is between 0 and 1. {SessionModelException.Remedy}");
        }
        Shares = shares;
        Ranked =
        [
            .. Enumerable.Range(0, shares.Length).Where(item => shares[item] > 0)
                .OrderByDescending(item => shares[item]).ThenBy(item => item).Take(RankedMax),
        ];
    }

    /// <inheritdoc />
    public int ItemCount => Shares.Length;

    /// <summary>By item: its share of all clicks.</summary>
    internal float[] Shares { get; }

    /// <summary>The items with the largest shares, the largest first.</summary>
    internal int[] Ranked { get; }

    /// <summary>The array that the constructor takes: for who saves it.</summary>
    public float[] ToArray() => Shares;

    /// <inheritdoc />
    public SessionScorer NewScorer() => new PopularItemsScorer(this, countsSession: false);
}
