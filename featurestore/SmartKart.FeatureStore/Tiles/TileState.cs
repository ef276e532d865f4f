using System.Buffers;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Tiles.Timeline;

namespace SmartKart.FeatureStore.Tiles;

/// <summary>
/// The tiles of one key of a view, decoded. Reusable: <see cref="Clear"/> and <see cref="Read"/> keep the arrays, so that after a while
/// nothing but texts is allocated. Hot path: per event, and per key on a read. Not thread safe.
/// </summary>
public sealed class TileState
{
    /// <summary>Longer texts are cut to so many code points, so that an event can't blow up its key's blob.</summary>
    public const int TextMax = 256;

    private readonly TilePlan _plan;
    private readonly TileTimeline[] _timelines;
    private long _horizon = long.MinValue;
    private long _newest = long.MinValue;
    private Scalar[]? _cut;

    internal TileState(TilePlan plan)
    {
        _plan = plan;
        _timelines = plan.NewTimelines();
    }

    /// <summary>What it is a state of.</summary>
    public TilePlan Plan => _plan;

    /// <summary>Whether there is no event.</summary>
    public bool IsEmpty => _newest == long.MinValue;

    /// <summary>The newest event's time, in microseconds since 1970; null if there is none.</summary>
    public long? Newest => IsEmpty ? null : _newest;

    /// <summary>The latest instant seen, of an event or of an eviction; results are exact at and after it. Null if none was.</summary>
    public long? Horizon => _horizon == long.MinValue ? null : _horizon;

    /// <summary>Tiles over all timelines.</summary>
    public int TileCount
    {
        get
        {
            var count = 0;
            foreach (var timeline in _timelines) count += timeline.Count;
            return count;
        }
    }

    /// <summary>Takes in an event, whenever it arrives.</summary>
    /// <param name="ts">Its time: microseconds since 1970.</param>
    /// <param name="values">Its values, in the plan's places and of the plan's types; NULL where it has none.</param>
    /// <returns>Whether it may count in some window; if not, it came too late for all.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is more than 36,000 years from 1970, or values are missing.</exception>
    public bool Add(long ts, ReadOnlySpan<Scalar> values)
    {
        if (ts is <= -Hops.TimeMax / 2 or >= Hops.TimeMax / 2)
            throw new ArgumentOutOfRangeException(nameof(ts), ts, "An event's time is microseconds since 1970.");
        if (values.Length < _plan.InputCount)
            throw new ArgumentOutOfRangeException(nameof(values), values.Length, $"An event of '{_plan.View}' has {_plan.InputCount} values.");
        _horizon = Math.Max(_horizon, ts);
        foreach (var at in _plan.TextInputs)
        {
            if (values[at].String is { Length: > TextMax }) values = Cut(values);
        }
        var isTaken = false;
        foreach (var timeline in _timelines) isTaken |= timeline.Add(ts, _horizon, values);
        _newest = Math.Max(_newest, ts);    // of all events: whether the key has expired must not depend on what its features take
        return isTaken;
    }

    /// <summary>Takes in all that another state of the same plan did.</summary>
    /// <exception cref="ArgumentException">It is this one, or of another plan.</exception>
    public void Merge(TileState other)
    {
        if (ReferenceEquals(other, this)) throw new ArgumentException("A state can't be merged into itself: its events would count twice.", nameof(other));
        if (other._plan.Fingerprint != _plan.Fingerprint)
            throw new ArgumentException($"A state of '{other._plan.View}' can't be merged into one of '{_plan.View}'.", nameof(other));
        if (other.Horizon is null) return;
        _horizon = Math.Max(_horizon, other._horizon);
        _newest = Math.Max(_newest, other._newest);
        for (var i = 0; i < _timelines.Length; i++) _timelines[i].Merge(other._timelines[i], _horizon);
    }

    /// <summary>Drops what no window that ends at or after an instant covers, and makes tiles coarser where they may be.</summary>
    /// <param name="now">The stream's time. No result is asked for an instant before it.</param>
    public void Evict(long now)
    {
        _horizon = Math.Max(_horizon, now);
        foreach (var timeline in _timelines) timeline.Advance(_horizon);
    }

    /// <summary>
    /// Whether the key has been silent for the view's time to live: its results are then those of no event. Nothing is dropped for it, so that
    /// the results depend on the events alone, in whatever order they came: a key that wakes up has its lifetime back.
    /// </summary>
    /// <param name="t">Microseconds since 1970.</param>
    public bool IsExpired(long t) => !IsEmpty && _plan.IsExpired(_newest, t);

    /// <summary>The results at an instant: of the events with <c>ts &lt; t</c>, provided that none at or after t was taken in.</summary>
    /// <param name="t">Microseconds since 1970; at or after <see cref="Horizon"/>.</param>
    /// <param name="results">One for each of the plan's. Of a list: its length.</param>
    /// <param name="lists">Is filled with the lists, if given.</param>
    /// <exception cref="AggregateOverflowException">A sum doesn't fit an Int64.</exception>
    public void Finalize(long t, Span<Scalar> results, FeatureLists? lists = null)
    {
        lists?.Clear(_plan.Results.Count);
        if (IsExpired(t)) _plan.EmptyResults.CopyTo(results);
        else FinalizeTimelines(t, results, lists);
    }

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        foreach (var timeline in _timelines) timeline.Clear();
        (_horizon, _newest) = (long.MinValue, long.MinValue);
    }

    /// <summary>Appends the state as a blob.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="sequence">The write's number, for fencing; 0 or more.</param>
    /// <param name="basedOn">Of a head: the sequence of the closed blob that it goes with.</param>
    /// <returns>Bytes appended.</returns>
    public int Write(IBufferWriter<byte> output, long sequence = 0, long basedOn = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfNegative(basedOn);
        var writer = new BlobWriter();
        try
        {
            Write(ref writer, sequence, basedOn);
            output.Write(writer.Written);
            return writer.Written.Length;
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Reads a blob in place of what is here.</summary>
    /// <returns>Its header.</returns>
    /// <exception cref="TileBlobException">It is damaged, of a later format or of another plan; the state is then empty.</exception>
    public BlobHeader Read(ReadOnlySpan<byte> blob)
    {
        Clear();
        var reader = BlobHeader.Open(blob);
        var isRead = false;
        try
        {
            var header = BlobHeader.Read(ref reader);
            if (header.Plan != _plan.Fingerprint) throw TileBlobException.OtherPlan(header.Plan, _plan.Fingerprint);
            (_horizon, _newest) = (header.Horizon ?? long.MinValue, header.Newest ?? long.MinValue);
            if (header.Newest.HasValue)
            {
                reader.Origin = _horizon;
                foreach (var timeline in _timelines) timeline.Read(ref reader, _horizon);
            }
            if (reader.Remaining > 0) throw reader.Corrupt($"{reader.Remaining} bytes too many");
            isRead = true;
            return header;
        }
        finally
        {
            if (!isRead) Clear();
            reader.Dispose();
        }
    }

    internal void Write(ref BlobWriter writer, long sequence, long basedOn)
    {
        new BlobHeader(_plan.Fingerprint, sequence, basedOn, Horizon, Newest).Write(ref writer);
        if (!IsEmpty)
        {
            writer.Origin = _horizon;
            foreach (var timeline in _timelines) timeline.Write(ref writer, _horizon);
        }
        BlobHeader.Seal(ref writer);
    }

    internal void FinalizeTimelines(long t, Span<Scalar> results, FeatureLists? lists)
    {
        foreach (var timeline in _timelines) timeline.Finalize(t, results, lists);
    }

    private ReadOnlySpan<Scalar> Cut(ReadOnlySpan<Scalar> values)
    {
        _cut ??= new Scalar[_plan.InputCount];
        values[.._cut.Length].CopyTo(_cut);
        foreach (var at in _plan.TextInputs)
        {
            if (_cut[at].String is { } text) _cut[at] = Scalar.From(text[..CodePoints.Width(text, TextMax)]);
        }
        return _cut;
    }
}
