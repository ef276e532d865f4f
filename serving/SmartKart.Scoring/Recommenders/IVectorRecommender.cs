namespace SmartKart.Scoring.Recommenders;

/// <summary>
/// A model whose score is the product of a user's vector with an item's. Where the model has biases the item's is a last value of its vector, and the user's is 1;
/// so items can be indexed by their vectors, and the mean and deviation of all scores follow from the vectors' moments.
/// </summary>
internal interface IVectorRecommender : IRecommender
{
    /// <summary>Values of a vector, the bias among them.</summary>
    int Width { get; }

    /// <summary>Of the items' vectors. Computed when it is asked for first.</summary>
    VectorMoments Moments { get; }

    /// <summary>A user to take up, again and again.</summary>
    VectorUser NewUser();

    /// <summary>An item's score. Hot path: per candidate.</summary>
    float Score(ReadOnlySpan<float> user, int item);

    /// <summary>All items' scores.</summary>
    void ScoreAll(ReadOnlySpan<float> user, Span<float> scores);

    /// <summary>Writes an item's vector, whole.</summary>
    void CopyVector(int item, Span<float> vector);
}

/// <summary>A user of a model of vectors. Not thread safe.</summary>
/// <param name="width">Values of a vector.</param>
internal abstract class VectorUser(int width)
{
    private readonly float[] _vector = new float[width];

    /// <summary>The user's vector.</summary>
    public Span<float> Vector => _vector;

    /// <summary>Takes up a user: finds their vector.</summary>
    /// <param name="user">Their number where the model was trained with them, or -1.</param>
    /// <param name="history">What they did: items, ascending.</param>
    public abstract void Begin(int user, ReadOnlySpan<int> history);

    /// <summary>Adds to each item of the user's history what it contributes to an item's score, scaled.</summary>
    public abstract void Explain(ReadOnlySpan<int> history, int item, float weight, Span<float> contributions);
}
