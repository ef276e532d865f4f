using System.Numerics.Tensors;

namespace SmartKart.Scoring.Recommenders;

/// <summary>
/// Users and items as vectors; a user's score for an item is their product, and the item's bias. iALS, BPR and WARP are trained to this form. A model that has
/// a <see cref="Recommenders.FoldIn"/> scores whom it wasn't trained with, too.
/// </summary>
public sealed class FactorModel : IVectorRecommender, IRecommender, IExplains
{
    private readonly Lazy<float[]> _gram;               // of the fold-in; 0.1 s where there are many items
    private readonly Lazy<PackedVectors> _packed;       // the items', as they are read fastest
    private readonly Lazy<VectorMoments> _moments;

    /// <param name="factors">Values of a vector; at least 1.</param>
    /// <param name="users">users × factors, row-major; empty where users are always folded in.</param>
    /// <param name="items">items × factors, row-major.</param>
    /// <param name="biases">One of each item; empty where the model has none.</param>
    /// <param name="foldIn">How to find the vectors of others; null where the model can't.</param>
    /// <exception cref="ModelException">The shapes don't fit.</exception>
    public FactorModel(int factors, ReadOnlyMemory<float> users, ReadOnlyMemory<float> items, ReadOnlyMemory<float> biases = default, FoldIn? foldIn = null)
    {
        if (factors < 1 || users.Length % factors != 0 || items.Length % factors != 0 || (biases.Length != 0 && biases.Length != items.Length / factors))
            throw new ModelException(
                $"Vectors of {factors} can't be made of {users.Length} values of users and {items.Length} of items with {biases.Length} biases. Train the model again.");
        if (foldIn is { Weights.IsEmpty: false } && foldIn.Weights.Length != items.Length / factors)
            throw new ModelException($"Users can't be folded in by weights of {foldIn.Weights.Length} items where {items.Length / factors} have vectors. Train the model again.");
        (Factors, UserVectors, ItemVectors, Biases, FoldIn) = (factors, users, items, biases, foldIn);
        _packed = new Lazy<PackedVectors>(() => new PackedVectors(factors, items.Span));
        _moments = new Lazy<VectorMoments>(() => new VectorMoments(this));
        _gram = new Lazy<float[]>(() => foldIn!.Gram(items.Span, factors));      // only asked for where there is one
    }

    /// <summary>Values of a vector.</summary>
    public int Factors { get; }

    /// <summary>users × factors, row-major.</summary>
    public ReadOnlyMemory<float> UserVectors { get; }

    /// <summary>items × factors, row-major.</summary>
    public ReadOnlyMemory<float> ItemVectors { get; }

    /// <summary>One of each item, or none.</summary>
    public ReadOnlyMemory<float> Biases { get; }

    /// <summary>How the vectors of others are found, or null.</summary>
    public FoldIn? FoldIn { get; }

    /// <inheritdoc />
    public int Items => ItemVectors.Length / Factors;

    /// <summary>How many users it was trained with.</summary>
    public int Users => UserVectors.Length / Factors;

    /// <inheritdoc />
    /// <exception cref="ModelException">Users that the model wasn't trained with, and it can't fold them in.</exception>
    public void Score(UserBatch users, Span<float> scores)
    {
        if (users.First >= 0 && users.First + users.Count <= Users) _packed.Value.Multiply(UserVectors.Span.Slice(users.First * Factors, users.Count * Factors), scores);
        else ScoreFoldedIn(users, scores);
        if (Biases.IsEmpty) return;
        for (var user = 0; user < users.Count; user++)
        {
            var row = scores.Slice(user * Items, Items);
            TensorPrimitives.Add(row, Biases.Span, row);
        }
    }

    /// <inheritdoc />
    public void Explain(ReadOnlySpan<int> history, int item, float weight, Span<float> contributions)
    {
        if (FoldIn is null) return;
        var user = new FactorUser(this);
        user.Begin(-1, history);
        user.Explain(history, item, weight, contributions);
    }

    /// <summary>The same model without its users, who are folded in from then on: smaller, and the same for everyone.</summary>
    /// <exception cref="ModelException">It has no way to fold users in.</exception>
    public FactorModel WithoutUsers() => FoldIn is null ? throw CannotFoldIn() : new FactorModel(Factors, default, ItemVectors, Biases, FoldIn);

    int IVectorRecommender.Width => Biases.IsEmpty ? Factors : Factors + 1;

    VectorMoments IVectorRecommender.Moments => _moments.Value;

    VectorUser IVectorRecommender.NewUser() => new FactorUser(this);

    float IVectorRecommender.Score(ReadOnlySpan<float> user, int item) =>
        TensorPrimitives.Dot(user[..Factors], Vector(item)) + (Biases.IsEmpty ? 0 : Biases.Span[item]);

    void IVectorRecommender.ScoreAll(ReadOnlySpan<float> user, Span<float> scores)
    {
        _packed.Value.Multiply(user[..Factors], scores);
        if (!Biases.IsEmpty) TensorPrimitives.Add(scores, Biases.Span, scores);
    }

    void IVectorRecommender.CopyVector(int item, Span<float> vector)
    {
        Vector(item).CopyTo(vector);
        if (!Biases.IsEmpty) vector[Factors] = Biases.Span[item];
    }

    internal ReadOnlySpan<float> Vector(int item) => ItemVectors.Span.Slice(item * Factors, Factors);

    internal ReadOnlySpan<float> Gram => _gram.Value;

    internal ModelException CannotFoldIn() => new($"The model knows the {Users} users it was trained with, and can't score others. Train one that folds users in, such as iALS.");

    private void ScoreFoldedIn(UserBatch users, Span<float> scores)
    {
        var (vectors, one) = (new float[users.Count * Factors], new FactorUser(this));
        for (var user = 0; user < users.Count; user++)
        {
            one.Begin(-1, users.History(user));
            one.Vector[..Factors].CopyTo(vectors.AsSpan(user * Factors));
        }
        _packed.Value.Multiply(vectors, scores);
    }
}
