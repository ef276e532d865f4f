using System.Numerics.Tensors;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;
using SmartKart.Training.Native.OpenBlas;

namespace SmartKart.Training.Recommenders;

/// <summary>
/// The gradients of a batch of interactions, each held to the same items drawn for all of them: then scores and gradients are three products of matrices, where items
/// of its own for each would be read one by one (negative sharing: Chen, Sun, Shi and Hong, "On sampling strategies for neural network-based collaborative filtering",
/// KDD 2017). Of each interaction's loss, the mean of -ln σ(w·hᵢ - w·hⱼ) over the items j that the user doesn't have:
/// <code>
///   C = σ(w·hⱼ - w·hᵢ) / items j                     batch × drawn
///   w: Σⱼ C hⱼ - (Σⱼ C) hᵢ     hᵢ: -(Σⱼ C) w     hⱼ: Σ batch C w
/// </code>
/// Hot path: per interaction and epoch.
/// </summary>
/// <param name="seen">Users × items.</param>
/// <param name="users">Users' vectors.</param>
/// <param name="items">Items' vectors.</param>
/// <param name="factors">Values of a vector.</param>
/// <param name="most">The most interactions of a batch.</param>
/// <param name="negatives">How many items are drawn for a batch.</param>
internal sealed class BprBatch(InteractionMatrix seen, BprVectors users, BprVectors items, int factors, int most, int negatives) : IDisposable
{
    private readonly DenseMatrix _users = new(most, factors), _pulls = new(most, factors), _drawn = new(negatives, factors), _pushes = new(negatives, factors);
    private readonly DenseMatrix _weights = new(most, negatives);
    private readonly int[] _columns = new int[seen.Items];      // of drawn items, from 1

    /// <summary>Adds the gradients of a batch to its users' and items'.</summary>
    /// <param name="order">Which interactions.</param>
    /// <param name="pairs">All of them.</param>
    /// <param name="drawn">As many items as are drawn for a batch, each once.</param>
    public void Add(ReadOnlySpan<int> order, ReadOnlySpan<(int User, int Item)> pairs, ReadOnlySpan<int> drawn)
    {
        for (var at = 0; at < order.Length; at++) users[pairs[order[at]].User].CopyTo(_users.Row(at));
        for (var at = 0; at < drawn.Length; at++)
        {
            items[drawn[at]].CopyTo(_drawn.Row(at));
            _columns[drawn[at]] = at + 1;
        }
        Blas.Multiply(false, true, order.Length, drawn.Length, factors, 1, _users.Values, _drawn.Values, 0, _weights.Values);
        for (var at = 0; at < order.Length; at++) AddOwn(pairs[order[at]], at);
        Blas.Multiply(false, false, order.Length, factors, drawn.Length, 1, _weights.Values, _drawn.Values, 0, _pulls.Values);
        Blas.Multiply(true, false, drawn.Length, factors, order.Length, 1, _weights.Values, _users.Values, 0, _pushes.Values);
        for (var at = 0; at < order.Length; at++) Sum(_pulls.Row(at), users.Gradient(pairs[order[at]].User));
        for (var at = 0; at < drawn.Length; at++)
        {
            Sum(_pushes.Row(at), items.Gradient(drawn[at]));
            _columns[drawn[at]] = 0;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var matrix in (ReadOnlySpan<DenseMatrix>)[_users, _pulls, _drawn, _pushes, _weights]) matrix.Dispose();
    }

    // Turns a row of scores into weights, and adds what is of the user's own item.
    private void AddOwn((int User, int Item) pair, int at)
    {
        Span<float> weights = _weights.Row(at), user = _users.Row(at);
        var item = items[pair.Item];
        TensorPrimitives.Subtract(weights, TensorPrimitives.Dot<float>(user, item), weights);
        TensorPrimitives.Sigmoid(weights, weights);
        var others = weights.Length;
        foreach (var own in seen[pair.User])
        {
            if (_columns[own] == 0) continue;
            weights[_columns[own] - 1] = 0;
            others--;
        }
        TensorPrimitives.Multiply(weights, 1f / Math.Max(1, others), weights);
        var sum = TensorPrimitives.Sum<float>(weights);
        Span<float> ofUser = users.Gradient(pair.User), ofItem = items.Gradient(pair.Item);
        TensorPrimitives.MultiplyAdd(item, -sum, ofUser, ofUser);
        TensorPrimitives.MultiplyAdd(user, -sum, ofItem, ofItem);
    }

    private static void Sum(ReadOnlySpan<float> part, Span<float> sum) => TensorPrimitives.Add(sum, part, sum);
}
