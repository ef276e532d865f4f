namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>Where windows begin at an instant. It remembers the last: entities that are read together are read at one instant.</summary>
/// <param name="windows">In microseconds, or <see cref="TileLayout.Lifetime"/>; ascending.</param>
internal sealed class WindowStarts(long[] windows)
{
    private readonly long[] _starts = new long[windows.Length + 1];
    private long? _t;

    /// <summary>The instant itself, and then where each window begins: descending.</summary>
    /// <param name="t">Microseconds since 1970.</param>
    public ReadOnlySpan<long> At(long t)
    {
        if (_t != t) MoveTo(t);
        return _starts;
    }

    private void MoveTo(long t)
    {
        _starts[0] = t;
        for (var window = 0; window < windows.Length; window++)
        {
            _starts[window + 1] = windows[window] == TileLayout.Lifetime ? TileLayout.Beginning : Hops.Start(t, windows[window]);
        }
        _t = t;
    }
}
