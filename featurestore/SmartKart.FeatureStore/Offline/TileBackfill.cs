using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline.Reading;
using SmartKart.FeatureStore.Offline.Sweeping;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Offline;

/// <summary>Takes a key's tiles. Called from several threads, each key once, keys in no order.</summary>
/// <param name="key">The values of the view's join keys, in order.</param>
/// <param name="state">The tiles, until the task that is returned ends: then another key's are in it.</param>
/// <param name="cancel">Ends the backfill.</param>
public delegate ValueTask TileSink(IReadOnlyList<Scalar> key, TileState state, CancellationToken cancel);

/// <summary>A view's tiles of all keys, computed from history by the sweep that training sets use: what a stream finds when it takes over.</summary>
public static class TileBackfill
{
    /// <summary>Computes the tiles of all keys that have events before an instant.</summary>
    /// <param name="view">The view.</param>
    /// <param name="history">The events.</param>
    /// <param name="until">Microseconds since 1970. Events at or after it are left out; the tiles are ready for instants from there on.</param>
    /// <param name="sink">Takes them.</param>
    /// <param name="options">Null is the defaults; what they say of the output isn't looked at.</param>
    /// <param name="progress">Is told how far it is, from any thread.</param>
    /// <param name="cancel">Ends it; what the sink has, it has.</param>
    /// <exception cref="HistoryException">The history of the topic is missing, or isn't what the view reads.</exception>
    /// <exception cref="SmartKart.Warehouse.WarehouseQueryException">Memory or the temp folder are too small.</exception>
    public static async Task<OfflineStatistics> RunAsync(
        ViewPlan view,
        HistorySource history,
        long until,
        TileSink sink,
        OfflineOptions? options = null,
        IProgress<OfflineProgress>? progress = null,
        CancellationToken cancel = default)
    {
        const string keysTable = "backfill_keys";
        options ??= new OfflineOptions();
        var clock = new StageClock(progress);
        var scan = EventScan.Of([view], withKeys: true)[0];
        using var workspace = new Workspace(options);
        using var events = await clock.RunAsync(OfflineStage.Sort, scan.Source.Topic.Name, () =>
        {
            scan.Check(workspace, history);
            scan.NumberKeys(workspace, history, keysTable, cancel);
            return scan.Open(workspace, history, keysTable, long.MinValue, until, cancel);
        });
        workspace.MeasureSpill();
        BackfillSweep[] sweeps = [.. Enumerable.Range(0, options.ThreadsOrCores).Select(_ => new BackfillSweep(view, scan, until, sink))];
        await clock.RunAsync(OfflineStage.Sweep, view.View.Id, () => SweepPipeline.RunAsync(
            new BatchReader([events]),
            () => new SweepBatch([scan.NewRows()]),
            sweeps,
            rows => clock.Report(OfflineStage.Sweep, view.View.Id, rows, null),
            cancel));
        workspace.MeasureSpill();
        return new OfflineStatistics(
            Labels: 0,
            [new ViewStatistics(view.View.Id, sweeps.Sum(sweep => sweep.View.Keys), sweeps.Sum(sweep => sweep.View.Events))],
            clock.Seconds,
            Workspace.PeakMemoryBytes,
            workspace.SpilledBytes);
    }
}
