using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SmartKart.Scoring.Recommenders;

/// <summary>
/// Each item points to some others, with weights; a user is offered what the items of their history point to, weights summed. Item-kNN, RP3beta, a pruned
/// EASE and content similarity are of this form, and differ in how their weights were found.
/// </summary>
public sealed class ItemSimilarityModel : IRecommender, IExplains
{
    private readonly ReadOnlyMemory<int> _starts, _targets;
    private readonly ReadOnlyMemory<float> _weights;

    /// <param name="starts">items + 1 offsets into the other two.</param>
    /// <param name="targets">The items that each item points to.</param>
    /// <param name="weights">How strongly.</param>
    /// <exception cref="ModelException">The arrays don't fit each other.</exception>
    public ItemSimilarityModel(ReadOnlyMemory<int> starts, ReadOnlyMemory<int> targets, ReadOnlyMemory<float> weights)
    {
        var offsets = starts.Span;
        if (offsets.IsEmpty || offsets[0] != 0 || offsets[^1] != targets.Length || targets.Length != weights.Length)
            throw new ModelException($"An item similarity of {starts.Length} starts, {targets.Length} targets and {weights.Length} weights doesn't fit together. Train it again.");
        for (var item = 1; item < offsets.Length; item++)
        {
            if (offsets[item] < offsets[item - 1]) throw new ModelException($"The neighbours of item {item - 1} end before they begin. Train the model again.");
        }
        if (targets.Span.ContainsAnyExceptInRange(0, offsets.Length - 2))
            throw new ModelException($"An item similarity of {starts.Length - 1} items points to items that it doesn't have. Train it again.");
        (_starts, _targets, _weights) = (starts, targets, weights);
    }

    /// <inheritdoc />
    public int Items => _starts.Length - 1;

    /// <summary>items + 1 offsets into the other two.</summary>
    public ReadOnlyMemory<int> Starts => _starts;

    /// <summary>The items that each item points to.</summary>
    public ReadOnlyMemory<int> Targets => _targets;

    /// <summary>How strongly.</summary>
    public ReadOnlyMemory<float> Weights => _weights;

    /// <summary>Whom an item points to.</summary>
    /// <param name="item">Which.</param>
    /// <param name="weights">How strongly.</param>
    public ReadOnlySpan<int> Neighbours(int item, out ReadOnlySpan<float> weights)
    {
        var starts = _starts.Span;
        var (from, count) = (starts[item], starts[item + 1] - starts[item]);
        weights = _weights.Span.Slice(from, count);
        return _targets.Span.Slice(from, count);
    }

    /// <inheritdoc />
    public void Score(UserBatch users, Span<float> scores)
    {
        ReadOnlySpan<int> starts = _starts.Span, targets = _targets.Span;
        var weights = _weights.Span;
        for (var user = 0; user < users.Count; user++)
        {
            var row = scores.Slice(user * Items, Items);
            row.Clear();
            ref var into = ref MemoryMarshal.GetReference(row);
            foreach (var item in users.History(user))
            {
                var (from, to) = (starts[item], starts[item + 1]);
                for (var at = from; at < to; at++) Unsafe.Add(ref into, targets[at]) += weights[at];      // held to their range once, above
            }
        }
    }

    /// <inheritdoc />
    public void Explain(ReadOnlySpan<int> history, int item, float weight, Span<float> contributions)
    {
        for (var at = 0; at < history.Length; at++)
        {
            var targets = Neighbours(history[at], out var weights);
            if (targets.IndexOf(item) is >= 0 and var found) contributions[at] += weight * weights[found];
        }
    }
}
