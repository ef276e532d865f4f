using System.Buffers;
using System.Numerics.Tensors;

namespace SmartKart.Scoring.Recommenders;

/// <summary>
/// Several models' scores, weighted. Models count in units of their own, so each user's scores are first brought to the mean 0 and the standard deviation 1
/// over all items.
/// </summary>
public sealed class BlendModel : IRecommender, IExplains
{
    private readonly (IRecommender Model, float Weight)[] _parts;

    /// <param name="parts">At least one, all of the same items.</param>
    /// <exception cref="ModelException">There is none, they differ in their items, or a weight is no number.</exception>
    public BlendModel(params IReadOnlyList<(IRecommender Model, float Weight)> parts) : this(parts, names: null) { }

    /// <param name="parts">At least one, all of the same items.</param>
    /// <param name="names">What the parts are called, one of each; null where they have no names.</param>
    /// <exception cref="ModelException">There is none, they differ in their items, a weight is no number, or there are other names than parts.</exception>
    public BlendModel(IReadOnlyList<(IRecommender Model, float Weight)> parts, IReadOnlyList<string>? names)
    {
        if (parts.Count == 0) throw new ModelException("A blend of no models can't score. Name one at least.");
        foreach (var (model, weight) in parts)
        {
            if (model.Items != parts[0].Model.Items)
                throw new ModelException($"A blend has models of {parts[0].Model.Items} and of {model.Items} items. Train them on the same catalogue.");
            if (!float.IsFinite(weight)) throw new ModelException($"A blend has the weight {weight}. Give each model a number.");
        }
        if (names is not null && names.Count != parts.Count) throw new ModelException($"A blend of {parts.Count} models has {names.Count} names. Give each model one.");
        (_parts, Names) = ([.. parts], names);
    }

    /// <summary>The models, with what each weighs.</summary>
    public IReadOnlyList<(IRecommender Model, float Weight)> Parts => _parts;

    /// <summary>What the models are called, as configurations name their kinds; null where that wasn't written.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <inheritdoc />
    public int Items => _parts[0].Model.Items;

    /// <inheritdoc />
    public void Score(UserBatch users, Span<float> scores)
    {
        var size = users.Count * Items;
        scores = scores[..size];
        scores.Clear();
        var rented = ArrayPool<float>.Shared.Rent(size);
        try
        {
            var part = rented.AsSpan(0, size);
            foreach (var (model, weight) in _parts)
            {
                if (weight == 0) continue;
                model.Score(users, part);
                for (var user = 0; user < users.Count; user++)
                {
                    var row = part.Slice(user * Items, Items);
                    StandardScores.Standardise(row);
                    var sum = scores.Slice(user * Items, Items);
                    TensorPrimitives.MultiplyAdd(row, weight, sum, sum);
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <inheritdoc />
    public void Explain(ReadOnlySpan<int> history, int item, float weight, Span<float> contributions)
    {
        var scores = new float[Items];
        foreach (var (model, part) in _parts)
        {
            if (part == 0 || model is not IExplains explains) continue;
            model.Score(new UserBatch(-1, [0, history.Length], history), scores);
            if (StandardScores.Standardise(scores) is > 0 and var deviation) explains.Explain(history, item, weight * part / deviation, contributions);
        }
    }
}
