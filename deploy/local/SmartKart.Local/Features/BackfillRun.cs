using System.Buffers;
using SmartKart.Backfill.Tiles;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Views;
using SmartKart.Local.Clusters;
using SmartKart.Local.Terminal;
using SmartKart.Topologies.Features.Handover;
using SmartKart.Topologies.Features.Placement;
using SmartKart.Topologies.Worker;

namespace SmartKart.Local.Features;

/// <summary>Views' tiles, computed from history and written to the online store.</summary>
/// <param name="Until">Events before it were taken in; in microseconds since 1970.</param>
/// <param name="Views">What each view took in.</param>
/// <param name="Keys">Keys written.</param>
/// <param name="Stale">Keys that the stream had written, and that keep it.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record BackfillRun(long Until, IReadOnlyList<ViewStatistics> Views, long Keys, long Stale, TimeSpan Elapsed)
{
    // Redis may be away for a while, and what was computed is not thrown away for it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>Fills the online store alone: what the stream wrote there stays.</summary>
    /// <param name="views">Those without a source are passed over: nothing of theirs is kept.</param>
    /// <param name="history">The events.</param>
    /// <param name="redis">The online store.</param>
    /// <param name="until">Events at or after it are left out.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="CommandException">The store didn't take all of it.</exception>
    /// <exception cref="SmartKart.FeatureStore.Online.OnlineStoreException">The store doesn't answer. Nothing was computed.</exception>
    public static Task<BackfillRun> RunAsync(
        IReadOnlyList<FeatureView> views, HistorySource history, RedisOptions redis, long until, IWorkProgress progress, CancellationToken cancel) =>
        // The stream counts from 1: what it wrote stays, and of two backfills the later.
        RunAsync([.. views.Where(view => view.Source is not null).Select(ViewPlan.Compile)], history, redis, until, sequence: 0, take: null, progress, cancel);

    /// <summary>
    /// Fills the stream's changelogs and the online store with all that was before an instant, and hands the views to the stream, which goes on from there.
    /// </summary>
    /// <param name="views">At least one, each with a source, and none that the stream computes.</param>
    /// <param name="history">The events, archived from the cluster's topics.</param>
    /// <param name="redis">The online store.</param>
    /// <param name="cluster">Where the stream is.</param>
    /// <param name="options">How the stream's topologies run.</param>
    /// <param name="until">The instant; null for right after history's newest event.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancel">Ends it; nothing is handed over.</param>
    /// <exception cref="CommandException">The store didn't take all of it, or the stream computes one of the views.</exception>
    /// <exception cref="SmartKart.Backfill.BackfillException">The stream can't go on where history ends.</exception>
    public static async Task<BackfillRun> HandOverAsync(
        IReadOnlyList<FeatureView> views, HistorySource history, RedisOptions redis, ClusterSession cluster, WorkerOptions options, long? until, IWorkProgress progress,
        CancellationToken cancel)
    {
        var point = HandoverPoint.Find(history, views, until);
        await point.CheckAsync(cluster.Admin, cancel);
        try
        {
            using var handover = await FeatureHandover.BeginAsync(
                views, new ViewPlacements(cluster.Kafka, cluster.Admin, options.ApplicationPrefix, TimeProvider.System), options, cluster.Kafka, cluster.Admin, cluster.Registry, cancel);
            var run = await RunAsync(
                [.. handover.Views], point.History, redis, point.Until, handover.Sequence, (view, key, tiles) => handover.Write(view, key, tiles), progress, cancel);
            await handover.CompleteAsync(point.Starts, cancel);
            return run;
        }
        catch (FeatureHandoverException fault)
        {
            throw new CommandException(fault.Message, fault);
        }
    }

    private static async Task<BackfillRun> RunAsync(
        ViewPlan[] plans, HistorySource history, RedisOptions redis, long until, long sequence, Action<ViewPlan, Scalar[], TileState>? take,
        IWorkProgress progress, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        var statistics = new List<ViewStatistics>();
        if (plans.Length > 0) await AskAsync(plans[0], redis, cancel);
        await using var writer = OnlineWriter.Open(redis, new InstantClock(until), StderrLog.Create().CreateLogger(nameof(OnlineWriter)));
        using (var stages = new StageProgress(progress))
        {
            foreach (var view in plans)
            {
                var run = await TileBackfill.RunAsync(view, history, until, (key, state, stop) =>
                {
                    Scalar[] keys = [.. key];
                    take?.Invoke(view, keys, state);
                    var blob = new ArrayBufferWriter<byte>();
                    state.Write(blob, sequence);
                    return writer.WriteAsync(view, keys, blob.WrittenSpan, cancel: stop);
                }, progress: stages, cancel: cancel);
                statistics.AddRange(run.Views);
            }
        }
        var report = await writer.FlushAsync(Patience, cancel);
        if (!report.IsComplete)
        {
            throw new CommandException(
                $"{report.Unwritten} keys were not written within {Patience.TotalMinutes:0} minutes. "
                + (report.Fault?.Message ?? "The store is slow: run it again."),
                report.Fault);
        }
        return new BackfillRun(until, statistics, report.Written, report.Stale, TimeProvider.System.GetElapsedTime(began));
    }

    // Before anything is computed: a wrong address is no thing to find after an hour's work.
    private static async Task AskAsync(ViewPlan view, RedisOptions redis, CancellationToken cancel)
    {
        var plan = ServicePlan.Compile(view.View);
        var keys = view.View.Source!.Keys;      // what has a plan has a source
        Scalar[] nobody = [.. keys.Select(key => key.Type == ScalarType.String ? Scalar.From("") : Scalar.From(0L))];
        await using var store = OnlineStore.Open(redis with { ReadTimeout = AnswerWithin });
        await store.GetAsync(plan, nobody, now: 0, new OnlineVectors(plan), cancel);
    }

    /// <summary>For a program.</summary>
    public object ToDocument() => new { Until = Instant.Text(Until), Keys, Stale, Seconds = Elapsed.TotalSeconds, Views };

    // A history of years ago is kept as long as if it were of today: its features are asked for as of then.
    private sealed class InstantClock(long until) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMicroseconds(until);
    }
}
