using System.Numerics.Tensors;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Warp;

/// <summary>An item that scores too high: less than 1 below one that the user has.</summary>
/// <param name="User">Whose.</param>
/// <param name="Item">What they have.</param>
/// <param name="Other">What they don't have, or -1 where none was found.</param>
/// <param name="Loss">How far up the list it seems to stand.</param>
internal readonly record struct Violation(int User, int Item, int Other, float Loss);

/// <summary>
/// WARP's step in two halves: to find an item that scores too high, which only reads, and to move it down and the user's own up.
/// Hot path: per interaction and epoch.
/// </summary>
/// <param name="seen">Users × items.</param>
/// <param name="features">What items are made of.</param>
/// <param name="users">users × (factors + bias); a user's bias stays what it was, for it orders nothing.</param>
/// <param name="rows">features × (factors + bias): an item's sum to its vector.</param>
internal sealed class WarpStep(InteractionMatrix seen, ItemFeatures features, WarpVectors users, WarpVectors rows) : IDisposable
{
    private const int Chunk = 256;
    private const float LossMax = 10;       // LightFM's: a single step mustn't throw a vector far

    private readonly float[] _user = new float[users[0].Length], _difference = new float[users[0].Length], _other = new float[users[0].Length];
    // What nobody has isn't known to be unwanted: it isn't drawn, and stands where what it shares with others says.
    private readonly int[] _drawn = [.. seen.Popularity().Index().Where(each => each.Item > 0).Select(each => each.Index)];
    private readonly DenseMatrix _items = new(seen.Items, users[0].Length);

    /// <summary>An item's vector and bias, as <see cref="Sum"/> left them.</summary>
    public ReadOnlySpan<float> Item(int item) => _items.Row(item);

    /// <summary>Sums up each item's features: what <see cref="Find"/> scores with until it is called again.</summary>
    public void Sum(ParallelOptions parallel) => Parallel.For(0, (seen.Items + Chunk - 1) / Chunk, parallel, chunk =>
    {
        for (var item = chunk * Chunk; item < Math.Min((chunk + 1) * Chunk, seen.Items); item++) rows.Sum(features[item], _items.Row(item));
    });

    /// <summary>
    /// Draws items until one scores too high. The more draws it took, the fewer there are, and the higher the user's own item stands already: of
    /// n items about n / draws are above it, and the loss of that rank is its logarithm.
    /// </summary>
    public Violation Find(int user, int item, int drawsMax, ref SplitMix64 random)
    {
        var least = Score(user, item) - 1;
        var own = seen[user];
        for (var draws = 1; draws <= drawsMax; draws++)
        {
            var other = _drawn[random.Below(_drawn.Length)];
            if (own.BinarySearch(other) >= 0 || Score(user, other) <= least) continue;
            return new Violation(user, item, other, MathF.Min(LossMax, MathF.Log(Math.Max(1, (_drawn.Length - 1) / draws))));
        }
        return new Violation(user, item, -1, 0);
    }

    /// <summary>Moves the user and both items against the gradient of loss · (1 - own score + other's). What both items share stays.</summary>
    public void Take(Violation violation)
    {
        if (violation.Other < 0 || violation.Loss == 0) return;
        ReadOnlySpan<int> own = features[violation.Item], other = features[violation.Other];
        users[violation.User].CopyTo(_user);
        _user[^1] = 1;      // the bias' gradient
        rows.Sum(own, _difference);
        rows.Sum(other, _other);
        TensorPrimitives.Subtract(_difference, _other, _difference);
        _difference[^1] = 0;
        users.Step(violation.User, _difference, -violation.Loss);
        foreach (var feature in own)
        {
            if (other.BinarySearch(feature) < 0) rows.Step(feature, _user, -violation.Loss);
        }
        foreach (var feature in other)
        {
            if (own.BinarySearch(feature) < 0) rows.Step(feature, _user, violation.Loss);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _items.Dispose();

    private float Score(int user, int item)
    {
        var row = _items.Row(item);
        return row[^1] + TensorPrimitives.Dot(users[user][..^1], row[..^1]);
    }
}
