namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>Finds which tiles the windows of a timeline cover.</summary>
/// <param name="windows">In microseconds, or <see cref="TileLayout.Lifetime"/>; ascending.</param>
internal sealed class WindowSearch(long[] windows)
{
    private readonly WindowStarts _starts = new(windows);
    private readonly int[] _from = new int[windows.Length];
    private readonly int[] _closed = new int[windows.Length];

    /// <summary>As found last: <see cref="WindowPlaces.Closed"/>.</summary>
    public ReadOnlySpan<int> Closed => _closed;

    /// <summary>Searches.</summary>
    /// <param name="t">The instant, in microseconds since 1970.</param>
    /// <param name="tiles">Where tiles begin, those before the instant.</param>
    /// <param name="closed">What is merged already; null for nothing.</param>
    /// <returns><see cref="WindowPlaces.From"/>.</returns>
    public ReadOnlySpan<int> Find(long t, ReadOnlySpan<long> tiles, ClosedTiles? closed)
    {
        var starts = _starts.At(t)[1..];
        var next = tiles.Length;
        for (var window = 0; window < starts.Length; window++)
        {
            var start = starts[window];
            var isClosed = closed?.Has(start) ?? false;
            var oldest = isClosed ? closed!.Cut : start;
            while (next > 0 && tiles[next - 1] >= oldest) next--;
            (_from[window], _closed[window]) = (next, isClosed ? closed!.PlaceFrom(start) : -1);
        }
        return _from;
    }
}
