using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>The tiles of one aggregate, whichever it is. One virtual call here per event and track; below it all is compiled for the aggregate.</summary>
internal abstract class TileTrack
{
    /// <summary>Tiles that hold something.</summary>
    public abstract int Count { get; }

    /// <summary>Takes in an event.</summary>
    /// <param name="ts">Its time.</param>
    /// <param name="horizon">The latest instant seen, this event's time included.</param>
    /// <param name="values">Its values.</param>
    /// <returns>Whether any window can still cover it.</returns>
    public abstract bool Add(long ts, long horizon, ReadOnlySpan<Scalar> values);

    /// <summary>Merges tiles that have grown old into coarser ones, and drops those past every window.</summary>
    public abstract void Advance(long horizon);

    /// <summary>Takes in what another of the same plan holds, whose horizon is not later.</summary>
    public abstract void Merge(TileTrack other, long horizon);

    /// <summary>Fills in the results of this track.</summary>
    public abstract void Finalize(long t, Span<Scalar> results, FeatureLists? lists);

    /// <summary>Drops all.</summary>
    public abstract void Clear();

    /// <summary>Appends all to a blob.</summary>
    public abstract void Write(ref BlobWriter writer, long horizon);

    /// <summary>Reads what <see cref="Write"/> wrote into an empty track.</summary>
    public abstract void Read(ref BlobReader reader, long horizon);
}
