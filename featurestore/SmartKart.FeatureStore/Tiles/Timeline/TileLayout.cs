namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>
/// Where tiles begin, by age. With h the latest instant seen, and for each hop H the longest window W that has it:
/// <code>
///        lifetime, or gone │   tiles of H3    │     tiles of H2     │ tiles of H1 (the finest)
///   ───────────────────────┼──────────────────┼─────────────────────┼──────────────────────────▶ h
///                 floor(h − W3, H3)   floor(h − W2, H3)     floor(h − W1, H2)
/// </code>
/// No window that ends at or after h begins inside a tile: windows with a hop begin on its multiples, and never in the parts to the left of
/// its own. So each event is in one tile, that tile is the coarsest that still answers exactly, and a window is the merge of the tiles that
/// begin in it.
/// </summary>
internal sealed class TileLayout
{
    /// <summary>As many levels as there are hops.</summary>
    public const int LevelsMax = 5;

    /// <summary>The length of a lifetime window; also the longest.</summary>
    public const long Lifetime = long.MaxValue;

    /// <summary>Where the tile begins that holds what is older than all finite windows, if there is a lifetime window.</summary>
    public const long Beginning = long.MinValue;

    /// <summary>In place of a beginning: past every window.</summary>
    public const long Gone = long.MaxValue;

    private readonly long[] _hops;
    private readonly long[] _reaches;

    /// <param name="windows">In microseconds, or <see cref="Lifetime"/>; at least one.</param>
    public TileLayout(IEnumerable<long> windows)
    {
        var all = windows.Distinct().ToArray();
        HasLifetime = all.Contains(Lifetime);
        var levels = all.Where(window => window != Lifetime).GroupBy(Hops.Of).OrderBy(level => level.Key).ToArray();
        _hops = [.. levels.Select(level => level.Key)];
        _reaches = [.. levels.Select(level => level.Max())];
    }

    /// <summary>Whether a window of all events is asked for.</summary>
    public bool HasLifetime { get; }

    /// <summary>How many sizes of tiles there are, but for the lifetime's.</summary>
    public int Levels => _hops.Length;

    /// <summary>The finest hop, by which the bounds move; as good as for ever if there is only a lifetime.</summary>
    public long FinestHop => _hops.Length == 0 ? Hops.TimeMax : _hops[0];

    /// <summary>The coarsest hop, of which each other is a part; as good as for ever if there is only a lifetime.</summary>
    public long CoarsestHop => _hops.Length == 0 ? Hops.TimeMax : _hops[^1];

    /// <summary>Where each level begins, seen from an instant.</summary>
    /// <param name="horizon">A multiple of the finest hop: bounds depend on nothing finer.</param>
    /// <param name="bounds">One for each level, descending.</param>
    /// <returns>The first instant from which another bound is due.</returns>
    public long Bound(long horizon, Span<long> bounds)
    {
        var next = long.MaxValue;
        for (var level = 0; level < _hops.Length; level++)
        {
            var hop = _hops[Math.Min(level + 1, _hops.Length - 1)];
            bounds[level] = Hops.Floor(horizon - _reaches[level], hop);
            next = Math.Min(next, bounds[level] + hop + _reaches[level]);
        }
        return next;
    }

    /// <summary>Where the tile begins that holds a time; <see cref="Beginning"/> or <see cref="Gone"/> where it is older than all bounds.</summary>
    public long StartOf(long ts, ReadOnlySpan<long> bounds)
    {
        for (var level = 0; level < bounds.Length; level++)
        {
            if (ts >= bounds[level]) return Hops.Floor(ts, _hops[level]);
        }
        return HasLifetime ? Beginning : Gone;
    }

    /// <summary>Whether tiles of a level begin at a time.</summary>
    public bool IsStart(long ts, int level) => ts % _hops[level] == 0;

    /// <summary><see cref="StartOf"/> of a tile, when the bounds have moved on. Only what changes its level needs a division.</summary>
    public long Moved(long start, ReadOnlySpan<long> before, ReadOnlySpan<long> bounds)
    {
        for (var level = 0; level < bounds.Length; level++)
        {
            if (start >= bounds[level]) return level == 0 || start < before[level - 1] ? start : Hops.Floor(start, _hops[level]);
        }
        return HasLifetime ? Beginning : Gone;
    }
}
