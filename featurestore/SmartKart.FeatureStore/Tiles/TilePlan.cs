using System.Globalization;
using System.Text;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Reading;
using SmartKart.FeatureStore.Tiles.Timeline;

namespace SmartKart.FeatureStore.Tiles;

/// <summary>The aggregates of a view, compiled: which tracks of tiles there are, and which results are read out of each. Immutable, thread safe.</summary>
public sealed class TilePlan
{
    private readonly TimelinePlan[] _timelines;
    private readonly long _timeToLiveMicroseconds;

    private TilePlan(string view, AggregateSpec[] specs, TimeSpan? timeToLive)
    {
        View = view;
        TimeToLive = timeToLive;
        Results = [.. specs.SelectMany(spec => spec.Windows.Select(window =>
            new TileResult(spec.Name, spec.Kind, window, SpecCheck.TypeOf(spec), SpecCheck.IsList(spec.Kind))))];
        var tracks = OutputsByTrack(specs);
        _timelines = TimelinesOf(tracks);
        _timeToLiveMicroseconds = timeToLive is { } ttl ? ttl.Ticks / TimeSpan.TicksPerMicrosecond : 0;
        TextInputs = [.. specs.SelectMany(TextsOf).Distinct().Order()];
        InputCount = specs.Max(spec => Math.Max(spec.Of, spec.By)) + 1;
        Fingerprint = FingerprintOf(tracks);
        EmptyResults = new Scalar[Results.Count];
        NewState().FinalizeTimelines(0, EmptyResults, lists: null);
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

    internal TileTimeline[] NewTimelines() => Array.ConvertAll(_timelines, timeline => new TileTimeline(timeline));

    internal TimelineReader[] NewReaders() => Array.ConvertAll(_timelines, timeline => new TimelineReader(timeline));

    // Nothing is dropped for it, so that the results depend on the events alone, in whatever order they came: a key that wakes up has its lifetime back.
    internal bool IsExpired(long newest, long t) => _timeToLiveMicroseconds > 0 && t - newest >= _timeToLiveMicroseconds;

    // In the order of the specifications.
    private static List<(TrackKey Key, List<WindowOutput> Outputs)> OutputsByTrack(AggregateSpec[] specs)
    {
        var tracks = new List<(TrackKey Key, List<WindowOutput> Outputs)>();
        var result = 0;
        foreach (var spec in specs)
        {
            var key = TrackKey.For(spec);
            var at = tracks.FindIndex(track => track.Key == key);
            if (at < 0)
            {
                at = tracks.Count;
                tracks.Add((key, []));
            }
            foreach (var window in spec.Windows)
            {
                var length = window == AggregateSpec.Lifetime ? TileLayout.Lifetime : window.Ticks / TimeSpan.TicksPerMicrosecond;
                tracks[at].Outputs.Add(new WindowOutput(result++, length, SpecCheck.IsList(spec.Kind), new Readout(spec.Kind, spec.Rank, spec.Length)));
            }
        }
        return tracks;
    }

    // Tracks over the same windows share theirs, in the order in which they come first: that of a blob.
    private static TimelinePlan[] TimelinesOf(List<(TrackKey Key, List<WindowOutput> Outputs)> tracks) =>
    [
        .. tracks.GroupBy(track => string.Join(' ', WindowsOf(track.Outputs))).SelectMany(alike => alike.Chunk(TimelinePlan.TracksMax)).Select(some =>
        {
            var windows = WindowsOf(some[0].Outputs);
            return new TimelinePlan(windows, some.Select((track, place) => (track.Key, new TrackPlan(
                place,
                track.Key.Of,
                track.Key.By,
                [
                    .. track.Outputs.OrderBy(output => output.Window)
                        .Select(output => new Output(output.Result, Array.IndexOf(windows, output.Window), output.IsList, output.Readout)),
                ]))));
        }),
    ];

    private static long[] WindowsOf(List<WindowOutput> outputs) => [.. outputs.Select(output => output.Window).Distinct().Order()];

    private static IEnumerable<int> TextsOf(AggregateSpec spec)
    {
        if (spec.Of >= 0 && spec.OfType == ScalarType.String) yield return spec.Of;
        if (spec.By >= 0 && spec.ByType == ScalarType.String) yield return spec.By;
    }

    private ulong FingerprintOf(List<(TrackKey Key, List<WindowOutput> Outputs)> tracks)
    {
        var text = new StringBuilder(View).Append(CultureInfo.InvariantCulture, $"\nttl {_timeToLiveMicroseconds}");
        foreach (var (key, outputs) in tracks)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{key}");
            foreach (var output in outputs.OrderBy(output => output.Window)) text.Append(CultureInfo.InvariantCulture, $" {output.Window}");
        }
        return ScalarHash.Of(text.ToString());
    }

    // An output before its timeline is known; the window in microseconds.
    private readonly record struct WindowOutput(int Result, long Window, bool IsList, Readout Readout);
}
