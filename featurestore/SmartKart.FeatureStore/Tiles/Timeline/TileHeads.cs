using System.Runtime.CompilerServices;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>
/// Reads what a timeline has in a blob before its states: where tiles begin and which tracks hold something in each, from the newest back, as
/// <see cref="TileTimeline.Write"/> wrote it. Hot path: per tile of a read.
/// </summary>
internal struct TileHeads
{
    private readonly TimelinePlan _plan;
    private readonly TileBounds _bounds;
    private readonly int _last;             // the number of the oldest that has a beginning of its own
    private long _minute;
    private int _level;
    private int _next;

    /// <param name="reader">Stands at the timeline.</param>
    /// <param name="plan">What is read.</param>
    /// <param name="bounds">Those of the horizon.</param>
    /// <param name="minute">The horizon's minute: what the newest tile is told from.</param>
    /// <exception cref="TileBlobException">There can't be so many tiles.</exception>
    public TileHeads(ref BlobReader reader, TimelinePlan plan, TileBounds bounds, long minute)
    {
        var header = reader.ReadCount();
        var (count, hasBeginning) = (header >> 2, (header & 1) != 0);
        // A tile takes a byte at least, and no layout has more tiles than its windows have hops.
        if (count > reader.Remaining || (hasBeginning && (count == 0 || !plan.Layout.HasLifetime)))
            throw reader.Corrupt($"{count} tiles in {reader.Remaining} bytes");
        (_plan, _bounds, _minute) = (plan, bounds, minute);
        (Count, IsFull) = ((int)count, (header & 2) != 0);
        _last = hasBeginning ? Count - 2 : Count - 1;
    }

    /// <summary>How many tiles there are.</summary>
    public int Count { get; }

    /// <summary>Whether every track holds something in each.</summary>
    public bool IsFull { get; }

    /// <summary>Reads the next.</summary>
    /// <param name="reader">The one that it was made with.</param>
    /// <param name="held">The tracks that hold something in it.</param>
    /// <returns>Where it begins.</returns>
    /// <exception cref="TileBlobException">None begins there, or it is of no known track.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Read(ref BlobReader reader, out ulong held)
    {
        var start = _next > _last ? TileLayout.Beginning : ReadStart(ref reader);
        held = IsFull ? _plan.AllTracks : ReadHeld(ref reader);
        _next++;
        return start;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long ReadStart(ref BlobReader reader)
    {
        var back = reader.ReadFarCount();
        if (back > Hops.TimeMax / Hops.Finest || (back == 0 && _next > 0)) throw NoTile(reader);
        _minute -= back * Hops.Finest;
        var bounds = _bounds.Starts;
        while (_level < bounds.Length && _minute < bounds[_level]) _level++;
        return _level < bounds.Length && _plan.Layout.IsStart(_minute, _level) ? _minute : throw NoTile(reader);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong ReadHeld(ref BlobReader reader)
    {
        var held = reader.ReadFixed(_plan.HeldBytes);
        return held != 0 && (held & ~_plan.AllTracks) == 0 ? held : throw reader.Corrupt("a tile of no known track");
    }

    private static TileBlobException NoTile(in BlobReader reader) => reader.Corrupt("a tile where none begins");
}
