namespace SmartKart.Scoring.Sessions;

/// <summary>
/// Session-kNN: what came in past sessions like the running one. VS-kNN (Ludewig, Jannach: "Evaluation of Session-based Recommendation
/// Algorithms", UMUAI 2018) on VMIS-kNN's index, with STAN's decays; which of them is the options' choice. Immutable.
/// </summary>
public sealed class SessionKnn : ISessionRecommender
{
    // Places further apart than that in a past session are told apart no more.
    private const int OffsetMax = 255;

    /// <summary>A model of an index.</summary>
    /// <param name="index">Past sessions.</param>
    /// <param name="options">How neighbours are found and what they say.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public SessionKnn(SessionIndex index, SessionKnnOptions options)
    {
        options.Check();
        (Index, Options) = (index, options);
        ClickWeights = IdfPower(options.ClickIdf);
        ItemWeights = IdfPower(options.ItemIdf);
        SessionWeights = new float[index.SessionCount];
        for (var session = 0; session < SessionWeights.Length; session++) SessionWeights[session] = SessionWeight(session);
        Nearness = new float[2 * OffsetMax + 1];
        for (var offset = -OffsetMax; offset <= OffsetMax; offset++) Nearness[offset + OffsetMax] = Near(offset);
    }

    /// <inheritdoc />
    public int ItemCount => Index.ItemCount;

    /// <summary>Past sessions.</summary>
    public SessionIndex Index { get; }

    /// <summary>How neighbours are found and what they say.</summary>
    public SessionKnnOptions Options { get; }

    /// <summary>By item: what it counts where both sessions hold it.</summary>
    internal float[] ClickWeights { get; }

    /// <summary>By item: what its score is multiplied by.</summary>
    internal float[] ItemWeights { get; }

    /// <summary>By session: what its similarity is multiplied by, for its length and age.</summary>
    internal float[] SessionWeights { get; }

    private float[] Nearness { get; }

    /// <inheritdoc />
    public SessionScorer NewScorer() => new SessionKnnScorer(this);

    /// <summary>What an item of a neighbour counts, by how many places after the match it stands.</summary>
    internal float NearnessOf(int offset) => Nearness[Math.Clamp(offset, -OffsetMax, OffsetMax) + OffsetMax];

    private float[] IdfPower(float power)
    {
        var weights = new float[Index.ItemCount];
        Array.Fill(weights, 1);
        if (power == 0) return weights;
        for (var item = 0; item < weights.Length; item++)
        {
            // One more than all: an item that every session holds still counts a little, and one that none holds is no division by zero.
            var idf = Math.Log((Index.SessionCount + 1.0) / Math.Max(Index.SupportOf(item), 1));
            weights[item] = (float)Math.Pow(idf, power);
        }
        return weights;
    }

    private float SessionWeight(int session)
    {
        var age = (Index.SessionCount - 1.0 - session) / Index.SessionCount;
        return (float)(Math.Exp(-age / Options.AgeDecay) / Math.Pow(Math.Max(Index.ItemsOf(session).Length, 1), Options.LengthNorm));
    }

    private float Near(int offset) => offset switch
    {
        0 => Options.SameWeight,
        > 0 => MathF.Exp(-(offset - 1) / Options.AfterDecay),
        _ => Options.BeforeWeight * MathF.Exp((offset + 1) / Options.BeforeDecay),
    };
}
