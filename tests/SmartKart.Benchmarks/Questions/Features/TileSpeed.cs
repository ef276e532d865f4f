using System.Buffers;
using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>
/// How fast do events become tiles, and tiles features? On one thread, over the states of 3,000 users. Beside it what the same answers cost
/// without tiles: a scan of the user's events, for the counts alone.
/// </summary>
public sealed class TileSpeed : IBenchmark
{
    private const int Seed = 1;
    private const long Week = 7L * 86_400 * 1_000_000;

    /// <inheritdoc />
    public string Name => "tiles";

    /// <inheritdoc />
    public string Description => "How fast events become tiles and tiles features, and how large a user's blob is, for a view of user activity.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("tile_updates_per_s", "{event}/s", "events taken into one view's tiles, all its aggregates", Target.AtLeast(1_000_000)),
        new("tile_alloc_b", "By", "bytes allocated by one", Target.AtMost(50)),
        new("finalize_ns", "ns", "all results and lists of a decoded state"),
        new("finalize_alloc_b", "By", "bytes allocated by that", Target.AtMost(0)),
        new("online_ns", "ns", "the same from a blob: read and finalize"),
        new("online_alloc_b", "By", "bytes allocated by that: the texts of the lists"),
        new("write_ns", "ns", "a state written as a blob"),
        new("scan_ns", "ns", "the four counts alone, by a scan of the user's events of 60 days"),
        new("blob_median_b", "By", "bytes of a user's blob, median over users seen within the view's ttl of 60 days", Target.AtMost(600)),
        new("blob_p90_b", "By", "the same, exceeded by one in ten"),
        new("blob_week_b", "By", "the same, median over users seen within the last week"),
        new("active_views", "{event}", "views of a user seen within the ttl, median"),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        run.Say("generating 60 days of views");
        var activity = UserActivity.Generate(Seed);
        var states = Replayed(activity);
        var active = states.Where(state => !state.IsEmpty).ToArray();
        var blobs = Array.ConvertAll(active, Blob);
        var sizes = blobs.Select(blob => (double)blob.Length).Order().ToArray();
        var timesByUser = activity.Events.GroupBy(next => next.User).Select(user => user.Select(next => next.Time).ToArray()).ToArray();
        var medians = await Race.RunAsync([Update(activity), Finalize(active), Online(blobs), Write(active), Scan(timesByUser)], run.Say, cancel);
        return new Dictionary<string, double>
        {
            ["tile_updates_per_s"] = medians[0]["update_per_s"],
            ["tile_alloc_b"] = medians[0]["update_alloc_b"],
            ["finalize_ns"] = 1e9 / medians[1]["finalize_per_s"],
            ["finalize_alloc_b"] = medians[1]["finalize_alloc_b"],
            ["online_ns"] = 1e9 / medians[2]["online_per_s"],
            ["online_alloc_b"] = medians[2]["online_alloc_b"],
            ["write_ns"] = 1e9 / medians[3]["write_per_s"],
            ["scan_ns"] = 1e9 / medians[4]["scan_per_s"],
            ["blob_median_b"] = Median.Of(sizes),
            ["blob_p90_b"] = sizes[sizes.Length * 9 / 10],
            ["blob_week_b"] = Median.Of(blobs.Where((_, i) => active[i].Newest >= UserActivity.End - Week).Select(blob => (double)blob.Length)),
            ["active_views"] = Median.Of(timesByUser.Select(times => (double)times.Length)),
        };
    }

    private static TileState[] Replayed(UserActivity activity)
    {
        var states = Array.ConvertAll(new TileState[UserActivity.Users], _ => UserActivity.Plan.NewState());
        foreach (var (user, time, values) in activity.Events) states[user].Add(time, values);
        foreach (var state in states) state.Evict(UserActivity.End);
        return states;
    }

    private static byte[] Blob(TileState state)
    {
        var output = new ArrayBufferWriter<byte>();
        state.Write(output);
        return output.WrittenSpan.ToArray();
    }

    // After the last day the first comes again, 60 days later: tiles go on being merged and dropped.
    private static HotLoop Update(UserActivity activity)
    {
        var states = Replayed(activity);
        var events = activity.Events;
        var (next, shift) = (0, UserActivity.End - events[0].Time);
        var period = shift;
        return new HotLoop("update", count =>
        {
            for (var i = 0; i < count; i++)
            {
                ref readonly var view = ref events[next];
                states[view.User].Add(view.Time + shift, view.Values);
                if (++next < events.Length) continue;
                next = 0;
                shift += period;
            }
        });
    }

    private static HotLoop Finalize(TileState[] states)
    {
        var (results, lists, next) = (new Scalar[UserActivity.Plan.Results.Count], new FeatureLists(), 0);
        return new HotLoop("finalize", count =>
        {
            for (var i = 0; i < count; i++)
            {
                states[next].Finalize(UserActivity.End, results, lists);
                if (++next == states.Length) next = 0;
            }
        });
    }

    private static HotLoop Online(byte[][] blobs)
    {
        var (state, results, lists, next) = (UserActivity.Plan.NewState(), new Scalar[UserActivity.Plan.Results.Count], new FeatureLists(), 0);
        return new HotLoop("online", count =>
        {
            for (var i = 0; i < count; i++)
            {
                state.Read(blobs[next]);
                state.Finalize(UserActivity.End, results, lists);
                if (++next == blobs.Length) next = 0;
            }
        });
    }

    private static HotLoop Write(TileState[] states)
    {
        var (output, next) = (new ArrayBufferWriter<byte>(64 * 1024), 0);
        return new HotLoop("write", count =>
        {
            for (var i = 0; i < count; i++)
            {
                output.ResetWrittenCount();
                states[next].Write(output);
                if (++next == states.Length) next = 0;
            }
        });
    }

    private static HotLoop Scan(long[][] timesByUser)
    {
        long[] starts = [.. UserActivity.Plan.Results.Where(result => result.Kind == AggregateKind.Count)
            .Select(result => Hops.Start(UserActivity.End, result.Window.Ticks / TimeSpan.TicksPerMicrosecond))];
        var (counts, next) = (new long[starts.Length], 0);
        return new HotLoop("scan", count =>
        {
            for (var i = 0; i < count; i++)
            {
                foreach (var time in timesByUser[next])
                {
                    for (var window = 0; window < starts.Length; window++)
                    {
                        if (time >= starts[window]) counts[window]++;
                    }
                }
                if (++next == timesByUser.Length) next = 0;
            }
        });
    }
}
