using System.Buffers;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;
using SmartKart.Local.Terminal;

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

    /// <param name="views">Those without a source are passed over: nothing of theirs is kept.</param>
    /// <param name="history">The events.</param>
    /// <param name="redis">The online store.</param>
    /// <param name="until">Events at or after it are left out.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="CommandException">The store didn't take all of it.</exception>
    /// <exception cref="SmartKart.FeatureStore.Online.OnlineStoreException">The store doesn't answer. Nothing was computed.</exception>
    public static async Task<BackfillRun> RunAsync(
        IReadOnlyList<FeatureView> views, HistorySource history, RedisOptions redis, long until, IWorkProgress progress, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        var statistics = new List<ViewStatistics>();
        ViewPlan[] plans = [.. views.Where(view => view.Source is not null).Select(ViewPlan.Compile)];
        if (plans.Length > 0) await AskAsync(plans[0], redis, cancel);
        await using var writer = OnlineWriter.Open(redis, new InstantClock(until), StderrLog.Create().CreateLogger(nameof(OnlineWriter)));
        using (var stages = new StageProgress(progress))
        {
            foreach (var view in plans)
            {
                var run = await TileBackfill.RunAsync(view, history, until, (key, state, stop) =>
                {
                    var blob = new ArrayBufferWriter<byte>();
                    state.Write(blob, sequence: 0);     // the stream counts from 1: what it wrote stays, and of two backfills the later
                    return writer.WriteAsync(view, [.. key], blob.WrittenSpan, cancel: stop);
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
