using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Aggregation.Sketches;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Tiles.Timeline;

namespace SmartKart.FeatureStore.Tiles.Reading;

/// <summary>Counts the different values of windows as their states are read.</summary>
/// <param name="plan">The track.</param>
/// <param name="cap">Values counted exactly, at most.</param>
internal sealed class DistinctReader(TrackPlan plan, int cap) : TrackReader
{
    private readonly DistinctUnion _window = new(cap);

    /// <inheritdoc/>
    public override void Read(ref BlobReader reader, ReadOnlySpan<int> upTo, long t, Span<Scalar> results, FeatureLists? lists)
    {
        var state = 0;
        for (; state < upTo[0]; state++) _window.Read(ref reader);
        _window.Clear();
        foreach (ref readonly var output in plan.Outputs.AsSpan())
        {
            for (var end = upTo[output.Window + 1]; state < end; state++) _window.Read(ref reader);
            results[output.Result] = Scalar.From(_window.Count);
        }
        for (; state < upTo[^1]; state++) _window.Read(ref reader);
    }
}
