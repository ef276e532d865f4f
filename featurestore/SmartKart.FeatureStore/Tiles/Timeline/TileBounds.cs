namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>Where the levels of a layout begin, seen from a horizon. They move by hops, so most horizons find those of the one before.</summary>
internal sealed class TileBounds(TileLayout layout)
{
    private readonly long[] _starts = new long[layout.Levels];
    private readonly long _hop = layout.FinestHop;
    private long _from = long.MaxValue;         // they are those of the horizons from here …
    private long _until = long.MinValue;        // … until here

    /// <summary>One for each level, descending.</summary>
    public ReadOnlySpan<long> Starts => _starts;

    /// <summary>Whether they are those of a horizon.</summary>
    public bool AreOf(long horizon) => horizon < _until && horizon >= _from;

    /// <summary>Makes them those of a horizon.</summary>
    public void MoveTo(long horizon)
    {
        if (AreOf(horizon)) return;
        _from = Hops.Floor(horizon, _hop);
        _until = layout.Bound(_from, _starts);
    }
}
