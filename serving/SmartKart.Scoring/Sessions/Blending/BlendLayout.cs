namespace SmartKart.Scoring.Sessions;

/// <summary>
/// What a <see cref="SessionBlend"/> is made of: models that propose, and what else is looked at of a proposed item. Immutable.
/// </summary>
public sealed class BlendLayout
{
    /// <summary>Below this a share of a model's scores is as good as none: where the logarithm of a share begins.</summary>
    internal const float ShareFloor = 1e-5f;

    /// <summary>How far back a click of an item is told apart: the last one, the one before, and so on, and all before those.</summary>
    internal const int RepeatKinds = 4;

    private const int FeaturesPerMember = 2;

    /// <summary>A layout.</summary>
    /// <param name="members">The models. Each knows the same items.</param>
    /// <param name="priors">By prior, by item: what speaks for an item whatever the session, such as the logarithm of its clicks.</param>
    /// <param name="popular">What is proposed where the models propose too little.</param>
    /// <param name="proposals">How many items each model proposes.</param>
    /// <param name="lengthBounds">Up to which session length each set of weights holds, rising; one more holds beyond the last.</param>
    /// <exception cref="SessionModelException">They are not of the same items, or the lengths do not rise.</exception>
    public BlendLayout(
        IReadOnlyList<ISessionRecommender> members, IReadOnlyList<float[]> priors, PopularItems popular, int proposals, IReadOnlyList<int> lengthBounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(proposals, 1);
        var others = members.Select(member => member.ItemCount).Concat(priors.Select(prior => prior.Length)).Append(popular.ItemCount).Distinct().ToList();
        if (others.Count > 1)
            throw new SessionModelException($"The blend's models know {string.Join(", ", others)} items, and should know the same. {SessionModelException.Remedy}");
        for (var at = 1; at < lengthBounds.Count; at++)
        {
            if (lengthBounds[at] <= lengthBounds[at - 1])
                throw new SessionModelException($"The blend's session lengths should rise, and {lengthBounds[at]} follows {lengthBounds[at - 1]}. {SessionModelException.Remedy}");
        }
        (Members, Priors, Popular, Proposals, LengthBounds) = ([.. members], [.. priors], popular, proposals, [.. lengthBounds]);
    }

    /// <summary>The models.</summary>
    public IReadOnlyList<ISessionRecommender> Members { get; }

    /// <summary>How many items there are, numbered from 0.</summary>
    public int ItemCount => Popular.ItemCount;

    /// <summary>How many numbers describe an item: two for each model (the logarithm of its share, and the share), the priors, the clicks on itself.</summary>
    public int Width => FeaturesPerMember * Members.Count + Priors.Length + RepeatKinds;

    /// <summary>How many sets of weights there are.</summary>
    public int LengthKinds => LengthBounds.Length + 1;

    internal float[][] Priors { get; }

    internal PopularItems Popular { get; }

    internal int Proposals { get; }

    internal int[] LengthBounds { get; }

    /// <summary>Which set of weights holds for a session.</summary>
    /// <param name="sessionLength">Its clicks.</param>
    public int LengthKindOf(int sessionLength)
    {
        var kind = 0;
        while (kind < LengthBounds.Length && sessionLength > LengthBounds[kind]) kind++;
        return kind;
    }

    internal static int ShareLog(int member) => FeaturesPerMember * member;

    internal static int Share(int member) => FeaturesPerMember * member + 1;

    internal int Prior(int prior) => FeaturesPerMember * Members.Count + prior;

    internal int Repeat(int distance) => FeaturesPerMember * Members.Count + Priors.Length + Math.Min(distance, RepeatKinds - 1);
}
