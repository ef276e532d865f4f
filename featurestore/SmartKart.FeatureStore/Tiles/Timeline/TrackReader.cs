using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>Reads the results of one aggregate, whichever it is, out of its states in a blob. One virtual call per read and track.</summary>
internal abstract class TrackReader
{
    /// <summary>Reads all states of the track.</summary>
    /// <param name="reader">Stands at the newest.</param>
    /// <param name="states">
    /// How many there are, from the newest back: of tiles that begin at the instant or later, then of those that each window adds to the shorter
    /// one, then of those before all windows.
    /// </param>
    /// <param name="t">The instant, in microseconds since 1970.</param>
    /// <param name="results">Takes the results, in the plan's places.</param>
    /// <param name="lists">Takes the lists.</param>
    public abstract void Read(ref BlobReader reader, ReadOnlySpan<int> states, long t, Span<Scalar> results, FeatureLists? lists);
}

/// <inheritdoc/>
/// <typeparam name="TAggregate">A struct, so that each gets code of its own.</typeparam>
/// <typeparam name="TPartial">Its state.</typeparam>
internal sealed class TrackReader<TAggregate, TPartial>(TrackPlan plan, TAggregate aggregate) : TrackReader
    where TAggregate : struct, IAggregate<TPartial>
    where TPartial : struct
{
    private TPartial _window;
    private TPartial _next;

    /// <inheritdoc/>
    public override void Read(ref BlobReader reader, ReadOnlySpan<int> states, long t, Span<Scalar> results, FeatureLists? lists)
    {
        aggregate.Reset(ref _window);
        Skip(ref reader, states[0]);
        var (output, isNone) = (0, true);
        for (var window = 1; window < states.Length - 1; window++)
        {
            for (var left = states[window]; left > 0; left--)
            {
                if (isNone) aggregate.Read(ref _window, ref reader);
                else Take(ref reader);
                isNone = false;
            }
            for (; output < plan.Outputs.Length && plan.Outputs[output].Window == window - 1; output++) Write(plan.Outputs[output], t, results, lists);
        }
        Skip(ref reader, states[^1]);
    }

    // Merged, as tiles are: the same operations in the same order give the same bits.
    private void Take(ref BlobReader reader)
    {
        aggregate.Reset(ref _next);
        aggregate.Read(ref _next, ref reader);
        aggregate.Merge(ref _window, ref _next);
    }

    // What no window covers is read all the same: the bytes don't say where the next begins, and may be corrupt.
    private void Skip(ref BlobReader reader, int states)
    {
        for (; states > 0; states--)
        {
            aggregate.Reset(ref _next);
            aggregate.Read(ref _next, ref reader);
        }
    }

    private void Write(in Output output, long t, Span<Scalar> results, FeatureLists? lists)
    {
        if (output.IsList) lists?.Begin();
        results[output.Result] = aggregate.Finalize(ref _window, output.Readout, t, output.IsList ? lists : null);
        if (output.IsList) lists?.End(output.Result);
    }
}
