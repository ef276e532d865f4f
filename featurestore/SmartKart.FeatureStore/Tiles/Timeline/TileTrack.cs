using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Tiles.Reading;

namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>
/// The states of one aggregate, whichever it is, by tile; which tiles there are, its <see cref="TileTimeline"/> knows. What it holds nothing in
/// is the state of no events. One virtual call here per event or read, and track; below it all is compiled for the aggregate.
/// </summary>
internal abstract class TileTrack
{
    /// <summary>Takes an event into a tile.</summary>
    public abstract void Add(int tile, ReadOnlySpan<Scalar> values, long ts);

    /// <summary>Takes another track's tile into one of this.</summary>
    public abstract void Merge(int tile, TileTrack other, int otherTile);

    /// <summary>Takes a tile into an earlier one and leaves it empty.</summary>
    public abstract void Fold(int into, int tile);

    /// <summary>Empties a tile.</summary>
    public abstract void Reset(int tile);

    /// <summary>Moves tiles to the front, where those that they come upon are empty. These come to stand behind them.</summary>
    public abstract void Shift(int from, int to, int target);

    /// <summary>Makes room for a tile, an empty one from behind the last.</summary>
    public abstract void Insert(int tile, int count);

    /// <summary>Has room for so many tiles.</summary>
    public abstract void Grow(int length);

    /// <summary>Merges each of the first tiles with all after it, for <see cref="WindowPlaces.Closed"/>.</summary>
    public abstract void Close(int count);

    /// <summary>Fills in the results of this track.</summary>
    public abstract void Finalize(in WindowPlaces windows, Span<Scalar> results, FeatureLists? lists);

    /// <summary>Empties the first tiles.</summary>
    public abstract void Clear(int count);

    /// <summary>Appends the states of the tiles that hold something, from the newest back.</summary>
    public abstract void Write(ref BlobWriter writer, ReadOnlySpan<ulong> held);

    /// <summary>Reads what <see cref="Write"/> wrote, into empty tiles.</summary>
    public abstract void Read(ref BlobReader reader, ReadOnlySpan<ulong> held);

    /// <summary>What reads results out of such a track's states without keeping them.</summary>
    public abstract TrackReader NewReader();
}
