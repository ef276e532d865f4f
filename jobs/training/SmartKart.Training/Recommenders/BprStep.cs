using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace SmartKart.Training.Recommenders;

/// <summary>One step of BPR's descent, over a user, an item of theirs and another. Hot path: per interaction and epoch.</summary>
/// <param name="users">users × factors.</param>
/// <param name="items">items × factors.</param>
/// <param name="biases">One of each item.</param>
/// <param name="factors">Values of a vector.</param>
internal sealed class BprStep(float[] users, float[] items, float[] biases, int factors)
{
    public float Rate { get; set; }

    public required float Regularisation { get; init; }

    /// <summary>By how much the item scores above the other.</summary>
    public float Margin(int user, int item, int other)
    {
        var vector = users.AsSpan(user * factors, factors);
        return biases[item] - biases[other] + TensorPrimitives.Dot<float>(vector, Of(item)) - TensorPrimitives.Dot<float>(vector, Of(other));
    }

    /// <summary>Moves the three vectors and both biases against the gradient of -ln σ(margin).</summary>
    public void Take(int user, int item, int other)
    {
        var push = Rate / (1 + MathF.Exp(Margin(user, item, other)));
        var keep = 1 - Rate * Regularisation;
        biases[item] = keep * biases[item] + push;
        biases[other] = keep * biases[other] - push;
        Span<float> w = users.AsSpan(user * factors, factors), better = Of(item), worse = Of(other);
        var at = 0;
        for (; at + Vector512<float>.Count <= factors; at += Vector512<float>.Count)
        {
            var (u, i, j) = (Vector512.LoadUnsafe(ref w[0], (nuint)at), Vector512.LoadUnsafe(ref better[0], (nuint)at), Vector512.LoadUnsafe(ref worse[0], (nuint)at));
            (u * keep + (i - j) * push).StoreUnsafe(ref w[0], (nuint)at);
            (i * keep + u * push).StoreUnsafe(ref better[0], (nuint)at);
            (j * keep - u * push).StoreUnsafe(ref worse[0], (nuint)at);
        }
        for (; at < factors; at++)
        {
            var (u, i, j) = (w[at], better[at], worse[at]);
            (w[at], better[at], worse[at]) = (u * keep + (i - j) * push, i * keep + u * push, j * keep - u * push);
        }
    }

    private Span<float> Of(int item) => items.AsSpan(item * factors, factors);
}
