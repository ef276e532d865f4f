using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Tiles.Timeline;

namespace SmartKart.FeatureStore.Tiles.Reading;

/// <summary>Merges states as they are read, and reads a window's result out where its oldest was merged. For states of any shape.</summary>
/// <typeparam name="TAggregate">A struct, so that each gets code of its own.</typeparam>
/// <typeparam name="TPartial">Its state.</typeparam>
internal sealed class MergingReader<TAggregate, TPartial>(TrackPlan plan, TAggregate aggregate) : TrackReader
    where TAggregate : struct, IAggregate<TPartial>
    where TPartial : struct
{
    private TPartial _window;
    private TPartial _next;

    /// <inheritdoc/>
    public override void Read(ref BlobReader reader, ReadOnlySpan<int> upTo, long t, Span<Scalar> results, FeatureLists? lists)
    {
        aggregate.Reset(ref _window);
        var (state, first) = (0, upTo[0]);
        for (; state < first; state++) ReadNext(ref reader);
        foreach (ref readonly var output in plan.Outputs.AsSpan())
        {
            for (var end = upTo[output.Window + 1]; state < end; state++)
            {
                if (state == first)
                {
                    aggregate.Read(ref _window, ref reader);
                    continue;
                }
                // Merged as tiles are: the same operations in the same order give the same bits.
                ReadNext(ref reader);
                aggregate.Merge(ref _window, ref _next);
            }
            if (output.IsList) lists?.Begin();
            results[output.Result] = aggregate.Finalize(ref _window, output.Readout, t, output.IsList ? lists : null);
            if (output.IsList) lists?.End(output.Result);
        }
        // What no window covers is read all the same: it may be corrupt, and nothing says where it ends.
        for (; state < upTo[^1]; state++) ReadNext(ref reader);
    }

    private void ReadNext(ref BlobReader reader)
    {
        aggregate.Reset(ref _next);
        aggregate.Read(ref _next, ref reader);
    }
}
