namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>
/// For a state that is read again and again while events come in order, as in a sweep: which tiles its tracks have merged, each with all after
/// it up to a cut, so that what a window covers of them is one merge (the front stack of K. Tangwongsan et al., "General incremental
/// sliding-window aggregation", 2015).
/// <code>
///   tiles    │ a │ b │ c │ d │ e │ f ▶
///   merges   abcd bcd  cd  d ┊              a window from b on is bcd ⊕ e ⊕ f
///                           cut
/// </code>
/// They are a picture of the tiles when they were made. Tiles that have merged since leave it right: windows begin where coarser tiles do, and
/// those begin where finer ones did.
/// </summary>
internal sealed class ClosedTiles
{
    /// <summary>So few are merged as quickly as merges of them are looked up.</summary>
    private const int FewTiles = 8;

    private long[] _starts = [];
    private int _count;
    private long _merges;       // since they were made or given up

    /// <summary>Tiles that begin before it are in the merges; none are while there are no merges.</summary>
    public long Cut { get; private set; } = long.MinValue;

    /// <summary>Whether what begins then is in the merges.</summary>
    public bool Has(long start) => start < Cut;

    /// <summary>
    /// Whether what reads have merged would have paid for them twice over: so a state that is read once never makes them, and one that is read
    /// along its events does little more than merge its newest tiles.
    /// </summary>
    /// <param name="tiles">How many there are.</param>
    public bool AreWorthwhile(int tiles) => tiles > FewTiles && _merges > 2 * tiles;

    /// <summary>A read has merged so many.</summary>
    public void CountMerges(int merges) => _merges += merges;

    /// <summary>They are made, of the tiles that begin before a cut.</summary>
    public void Make(ReadOnlySpan<long> starts, long cut)
    {
        if (_starts.Length < starts.Length) Array.Resize(ref _starts, 2 * starts.Length);
        starts.CopyTo(_starts);
        (_count, Cut, _merges) = (starts.Length, cut, 0);
    }

    /// <summary>They are not of these tiles any more.</summary>
    public void GiveUp() => (Cut, _merges) = (long.MinValue, 0);

    /// <summary>Which merge has the tiles that begin at or after an instant; negative if there are none.</summary>
    public int PlaceFrom(long start)
    {
        var at = _starts.AsSpan(0, _count).BinarySearch(start);
        if (at < 0) at = ~at;
        return at < _count ? at : -1;
    }
}
