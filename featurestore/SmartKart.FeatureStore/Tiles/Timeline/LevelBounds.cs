namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>
/// Where the levels of a layout begin as time goes on, worked out once for all tracks of a state that have the layout. Hot path: per event and track.
/// Not thread safe.
/// </summary>
internal sealed class LevelBounds(TileLayout layout)
{
    private readonly long[] _bounds = new long[layout.Levels];
    private long _from = long.MaxValue;
    private long _until = long.MinValue;

    /// <param name="horizon">The latest instant seen.</param>
    /// <param name="bounds">One for each level, as <see cref="TileLayout.Bound"/> gives them.</param>
    /// <returns>The first instant from which another bound is due.</returns>
    public long Reach(long horizon, Span<long> bounds)
    {
        if (horizon < _from || horizon >= _until)
        {
            _from = Hops.Floor(horizon, layout.FinestHop);
            _until = layout.Bound(_from, _bounds);
        }
        _bounds.CopyTo(bounds);
        return _until;
    }
}
