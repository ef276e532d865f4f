using System.Diagnostics;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Tiles.Timeline;

namespace SmartKart.FeatureStore.Tiles.Reading;

/// <summary>
/// Merges states as they are read and keeps what is merged after each, so that a window's result is looked up. For states that are numbers and
/// nothing else. What it saves are branches: where windows end among the states of a track no processor can guess, and a wrong guess costs it as
/// much as five states do.
/// </summary>
/// <typeparam name="TAggregate">A struct, so that each gets code of its own.</typeparam>
/// <typeparam name="TPartial">Its state: of no references.</typeparam>
internal sealed class RunningReader<TAggregate, TPartial>(TrackPlan plan, TAggregate aggregate) : TrackReader
    where TAggregate : struct, IAggregate<TPartial>
    where TPartial : struct
{
    private TPartial[] _running = new TPartial[16];     // by how many states are merged; of none at 0

    /// <inheritdoc/>
    public override void Read(ref BlobReader reader, ReadOnlySpan<int> upTo, long t, Span<Scalar> results, FeatureLists? lists)
    {
        var (first, all) = (upTo[0], upTo[^1]);
        if (all >= _running.Length) Array.Resize(ref _running, 2 * all);
        var running = _running.AsSpan(0, all + 1);
        for (var state = 0; state < all; state++)
        {
            var next = default(TPartial);
            aggregate.Read(ref next, ref reader);
            if (state <= first)
            {
                // The first of any window; before it, what is newer than the instant.
                running[state] = default;
                running[state + 1] = next;
                continue;
            }
            // Merged as tiles are: the same operations in the same order give the same bits.
            running[state + 1] = running[state];
            aggregate.Merge(ref running[state + 1], ref next);
        }
        if (all == first) running[first] = default;
        foreach (ref readonly var output in plan.Outputs.AsSpan())
        {
            Debug.Assert(!output.IsList, "a list is made of more than numbers");
            results[output.Result] = aggregate.Finalize(ref running[upTo[output.Window + 1]], output.Readout, t, null);
        }
    }
}
