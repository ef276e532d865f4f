using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Tiles.Reading;

/// <summary>Reads the results of one aggregate, whichever it is, out of its states in a blob. One virtual call per read and track.</summary>
internal abstract class TrackReader
{
    /// <summary>Reads all states of the track, which lie there from the newest back.</summary>
    /// <param name="reader">Stands at the newest.</param>
    /// <param name="upTo">
    /// How many there are: of tiles that begin at the instant or later; these and those of each window, the shortest first; all.
    /// </param>
    /// <param name="t">The instant, in microseconds since 1970.</param>
    /// <param name="results">Takes the results, in the plan's places.</param>
    /// <param name="lists">Takes the lists.</param>
    public abstract void Read(ref BlobReader reader, ReadOnlySpan<int> upTo, long t, Span<Scalar> results, FeatureLists? lists);
}
