using System.Numerics.Tensors;

namespace SmartKart.Scoring.Recommenders;

/// <summary>
/// Items as vectors; a user is the sum of what they have, each item scaled as it enters, and a score is that sum's product with an item, scaled as it leaves. Users
/// need no training: a history is all that is asked for. Thread safe.
/// </summary>
public sealed class ProjectionModel : IVectorRecommender, IRecommender, IExplains
{
    private readonly Lazy<PackedVectors> _packed;
    private readonly Lazy<VectorMoments> _moments;

    /// <param name="factors">Values of a vector; at least 1.</param>
    /// <param name="vectors">items × factors, row-major.</param>
    /// <param name="enter">What an item of a history counts; one of each item.</param>
    /// <param name="leave">What a candidate's score is scaled by; one of each item.</param>
    /// <exception cref="ModelException">The shapes don't fit.</exception>
    public ProjectionModel(int factors, ReadOnlyMemory<float> vectors, ReadOnlyMemory<float> enter, ReadOnlyMemory<float> leave)
    {
        if (factors < 1 || vectors.Length != (long)factors * enter.Length || leave.Length != enter.Length)
            throw new ModelException(
                $"Vectors of {factors} can't be made of {vectors.Length} values for {enter.Length} items that enter and {leave.Length} that leave. Train the model again.");
        (Factors, Vectors, Enter, Leave) = (factors, vectors, enter, leave);
        _packed = new Lazy<PackedVectors>(() => new PackedVectors(factors, vectors.Span));
        _moments = new Lazy<VectorMoments>(() => new VectorMoments(this));
    }

    /// <summary>Values of a vector.</summary>
    public int Factors { get; }

    /// <summary>items × factors, row-major.</summary>
    public ReadOnlyMemory<float> Vectors { get; }

    /// <summary>What an item of a history counts.</summary>
    public ReadOnlyMemory<float> Enter { get; }

    /// <summary>What a candidate's score is scaled by.</summary>
    public ReadOnlyMemory<float> Leave { get; }

    /// <inheritdoc />
    public int Items => Enter.Length;

    /// <inheritdoc />
    public void Score(UserBatch users, Span<float> scores)
    {
        var sums = new float[users.Count * Factors];
        for (var user = 0; user < users.Count; user++) SumUp(users.History(user), sums.AsSpan(user * Factors, Factors));
        _packed.Value.Multiply(sums, scores);
        for (var user = 0; user < users.Count; user++)
        {
            var row = scores.Slice(user * Items, Items);
            TensorPrimitives.Multiply(row, Leave.Span, row);
        }
    }

    /// <inheritdoc />
    public void Explain(ReadOnlySpan<int> history, int item, float weight, Span<float> contributions)
    {
        for (var at = 0; at < history.Length; at++)
            contributions[at] += weight * Enter.Span[history[at]] * Leave.Span[item] * TensorPrimitives.Dot(Vector(history[at]), Vector(item));
    }

    int IVectorRecommender.Width => Factors;

    VectorMoments IVectorRecommender.Moments => _moments.Value;

    VectorUser IVectorRecommender.NewUser() => new User(this);

    float IVectorRecommender.Score(ReadOnlySpan<float> user, int item) => Leave.Span[item] * TensorPrimitives.Dot(user, Vector(item));

    void IVectorRecommender.ScoreAll(ReadOnlySpan<float> user, Span<float> scores)
    {
        _packed.Value.Multiply(user, scores);
        TensorPrimitives.Multiply(scores, Leave.Span, scores);
    }

    void IVectorRecommender.CopyVector(int item, Span<float> vector) => TensorPrimitives.Multiply(Vector(item), Leave.Span[item], vector);

    private void SumUp(ReadOnlySpan<int> history, Span<float> sum)
    {
        foreach (var item in history) TensorPrimitives.MultiplyAdd(Vector(item), Enter.Span[item], sum, sum);
    }

    private ReadOnlySpan<float> Vector(int item) => Vectors.Span.Slice(item * Factors, Factors);

    private sealed class User(ProjectionModel model) : VectorUser(model.Factors)
    {
        public override void Begin(int user, ReadOnlySpan<int> history)
        {
            Vector.Clear();
            model.SumUp(history, Vector);
        }

        public override void Explain(ReadOnlySpan<int> history, int item, float weight, Span<float> contributions) =>
            model.Explain(history, item, weight, contributions);
    }
}
