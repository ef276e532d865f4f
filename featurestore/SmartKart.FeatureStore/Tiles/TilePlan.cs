using System.Globalization;
using System.Text;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Timeline;

namespace SmartKart.FeatureStore.Tiles;

/// <summary>The aggregates of a view, compiled: which tracks of tiles there are, and which results are read out of each. Immutable, thread safe.</summary>
public sealed class TilePlan
{
    private readonly (TrackKey Key, TrackPlan Plan)[] _tracks;

    private TilePlan(string view, AggregateSpec[] specs, TimeSpan? timeToLive)
    {
        View = view;
        TimeToLive = timeToLive;
        Results = [.. specs.SelectMany(spec => spec.Windows.Select(window =>
            new TileResult(spec.Name, spec.Kind, window, SpecCheck.TypeOf(spec), SpecCheck.IsList(spec.Kind))))];
        var layouts = new Dictionary<string, TileLayout>(StringComparer.Ordinal);
        _tracks = [.. OutputsByTrack(specs).Select(track => (track.Key, new TrackPlan(
            track.Key.Of,
            track.Key.By,
            LayoutOf(track.Value, layouts),
            [.. track.Value.OrderBy(output => output.Window)])))];
        TimeToLiveMicroseconds = timeToLive is { } ttl ? ttl.Ticks / TimeSpan.TicksPerMicrosecond : 0;
        TextInputs = [.. specs.SelectMany(TextsOf).Distinct().Order()];
        InputCount = specs.Max(spec => Math.Max(spec.Of, spec.By)) + 1;
        Fingerprint = FingerprintOf();
        EmptyResults = new Scalar[Results.Count];
        NewState().FinalizeTracks(0, EmptyResults, lists: null);
    }

    /// <summary>The view's name and version, as its blobs are told apart by.</summary>
    public string View { get; }

    /// <summary>What a state gives, in order: for each specification, each of its windows.</summary>
    public IReadOnlyList<TileResult> Results { get; }

    /// <summary>How many values an event has: the highest place that a specification names, and one.</summary>
    public int InputCount { get; }

    /// <summary>After so long without an event a key reads as of no events; null for never.</summary>
    public TimeSpan? TimeToLive { get; }

    /// <summary>Tells plans apart: of the view's name and all that shapes its states or their results.</summary>
    public ulong Fingerprint { get; }

    internal long TimeToLiveMicroseconds { get; }

    internal int[] TextInputs { get; }

    internal Scalar[] EmptyResults { get; }

    /// <summary>Compiles a view's aggregates.</summary>
    /// <param name="view">Its name and version.</param>
    /// <param name="specs">At least one.</param>
    /// <param name="timeToLive">After so long without an event a key reads as of no events; a minute at least.</param>
    /// <exception cref="TilePlanException">An aggregate lacks something, or is out of bounds.</exception>
    public static TilePlan Compile(string view, IEnumerable<AggregateSpec> specs, TimeSpan? timeToLive = null)
    {
        AggregateSpec[] all = [.. specs];
        if (all.Length == 0) throw new TilePlanException(view, "the view has no aggregate. Give it one.");
        if (timeToLive is { } ttl && (ttl < TimeSpan.FromMinutes(1) || ttl > TimeSpan.FromMicroseconds(Hops.WindowMax)))
            throw new TilePlanException(view, $"its ttl is {ttl}. Choose a minute to ten years, or none.");
        foreach (var spec in all) SpecCheck.Check(spec);
        return new TilePlan(view, all, timeToLive);
    }

    /// <summary>A state of no events.</summary>
    public TileState NewState() => new(this);

    internal TileTrack[] NewTracks()
    {
        var levels = new Dictionary<TileLayout, LevelBounds>();
        return Array.ConvertAll(_tracks, track =>
        {
            if (!levels.TryGetValue(track.Plan.Layout, out var shared)) levels.Add(track.Plan.Layout, shared = new LevelBounds(track.Plan.Layout));
            return track.Key.NewTrack(track.Plan, shared);
        });
    }

    // In the order of the specifications, which is that of the tracks in a blob.
    private static List<KeyValuePair<TrackKey, List<Output>>> OutputsByTrack(AggregateSpec[] specs)
    {
        var tracks = new List<KeyValuePair<TrackKey, List<Output>>>();
        var result = 0;
        foreach (var spec in specs)
        {
            var key = TrackKey.For(spec);
            var at = tracks.FindIndex(track => track.Key == key);
            if (at < 0)
            {
                at = tracks.Count;
                tracks.Add(new(key, []));
            }
            foreach (var window in spec.Windows)
            {
                var length = window == AggregateSpec.Lifetime ? TileLayout.Lifetime : window.Ticks / TimeSpan.TicksPerMicrosecond;
                tracks[at].Value.Add(new Output(result++, length, SpecCheck.IsList(spec.Kind), new Readout(spec.Kind, spec.Rank, spec.Length)));
            }
        }
        return tracks;
    }

    // Tracks over the same windows share theirs, and with it the work of moving it along.
    private static TileLayout LayoutOf(List<Output> outputs, Dictionary<string, TileLayout> layouts)
    {
        long[] windows = [.. outputs.Select(output => output.Window).Distinct().Order()];
        var key = string.Join(' ', windows);
        if (!layouts.TryGetValue(key, out var layout)) layouts.Add(key, layout = new TileLayout(windows));
        return layout;
    }

    private static IEnumerable<int> TextsOf(AggregateSpec spec)
    {
        if (spec.Of >= 0 && spec.OfType == ScalarType.String) yield return spec.Of;
        if (spec.By >= 0 && spec.ByType == ScalarType.String) yield return spec.By;
    }

    private ulong FingerprintOf()
    {
        var text = new StringBuilder(View).Append(CultureInfo.InvariantCulture, $"\nttl {TimeToLiveMicroseconds}");
        foreach (var (key, plan) in _tracks)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{key}");
            foreach (var output in plan.Outputs) text.Append(CultureInfo.InvariantCulture, $" {output.Window}");
        }
        return ScalarHash.Of(text.ToString());
    }
}
