using SmartKart.FeatureStore.Aggregation;

namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>
/// For a state that is read again and again while events come in order, as in a sweep: each closed tile merged with all after it up to a cut, so
/// that what a window covers of them is one merge (the front stack of K. Tangwongsan et al., "General incremental sliding-window aggregation",
/// 2015).
/// <code>
///   tiles    │ a │ b │ c │ d │ e │ f ▶
///   merges   abcd bcd  cd  d ┊              a window from b on is bcd ⊕ e ⊕ f
///                           cut
/// </code>
/// They are a picture of the tiles when they were made. Tiles that have merged since leave it right: windows begin where coarser tiles do, and
/// those begin where finer ones did.
/// </summary>
/// <typeparam name="TAggregate">The aggregate.</typeparam>
/// <typeparam name="TPartial">Its state.</typeparam>
internal sealed class ClosedMerges<TAggregate, TPartial>(TAggregate aggregate)
    where TAggregate : struct, IAggregate<TPartial>
    where TPartial : struct
{
    private long[] _starts = [];
    private TPartial[] _merges = [];
    private int _count;

    /// <summary>Tiles that begin before it are in the merges.</summary>
    public long Cut { get; private set; }

    /// <summary>Makes them of the tiles that begin before a cut.</summary>
    public void Make(ReadOnlySpan<long> starts, ReadOnlySpan<TPartial> partials, long cut)
    {
        if (_starts.Length < starts.Length)
        {
            Array.Resize(ref _starts, 2 * starts.Length);
            Array.Resize(ref _merges, 2 * starts.Length);
        }
        (_count, Cut) = (starts.Length, cut);
        starts.CopyTo(_starts);
        for (var i = _count - 1; i >= 0; i--)
        {
            aggregate.Reset(ref _merges[i]);
            if (i < _count - 1) aggregate.Merge(ref _merges[i], ref _merges[i + 1]);
            aggregate.Merge(ref _merges[i], in partials[i]);
        }
    }

    /// <summary>Where the merge stands of the tiles that begin at or after an instant; negative if there are none.</summary>
    public int PlaceFrom(long start)
    {
        var at = _starts.AsSpan(0, _count).BinarySearch(start);
        if (at < 0) at = ~at;
        return at < _count ? at : -1;
    }

    public ref TPartial this[int place] => ref _merges[place];
}
