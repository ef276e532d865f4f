using SmartKart.FeatureStore.Offline.Reading;
using SmartKart.FeatureStore.Offline.Sweeping;
using SmartKart.FeatureStore.Offline.Writing;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Views;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.FeatureStore.Offline;

/// <summary>
/// Training sets: labels, each with a service's features as they stood at its instant. Computed by a sorted sweep over the history that calls the
/// stream's own aggregates.
/// </summary>
public sealed class TrainingSet
{
    private readonly Workspace _workspace;
    private readonly HistorySource _history;
    private readonly OfflineOptions _options;
    private readonly StageClock _clock;
    private readonly List<ViewStatistics> _views = [];

    private TrainingSet(Workspace workspace, HistorySource history, OfflineOptions options, StageClock clock) =>
        (_workspace, _history, _options, _clock) = (workspace, history, options, clock);

    /// <summary>Builds a training set.</summary>
    /// <param name="service">Whose features.</param>
    /// <param name="history">The events.</param>
    /// <param name="labels">
    /// A Parquet file with the join keys of the service's entities and <c>event_timestamp</c> (TIMESTAMPTZ, or TIMESTAMP as UTC), none of them
    /// NULL, and any other columns, none of them named as a feature; in any order, also with the same key and instant more than once.
    /// </param>
    /// <param name="output">
    /// The Parquet file to write: the labels' columns as they are and in their order, then each feature as <c>view__feature</c>: a list as a
    /// LIST, a ranking as a LIST of STRUCTs of key and weight. It appears when it is whole.
    /// </param>
    /// <param name="options">Null is the defaults.</param>
    /// <param name="progress">Is told how far it is, from any thread.</param>
    /// <param name="cancel">Ends it; nothing is written then.</param>
    /// <exception cref="LabelException">The labels can't be used.</exception>
    /// <exception cref="HistoryException">The history of a topic is missing, or isn't what the views read.</exception>
    /// <exception cref="WarehouseFileException">The output exists, and is not to be overwritten.</exception>
    /// <exception cref="WarehouseQueryException">It can't be written, or memory or the temp folder are too small.</exception>
    /// <exception cref="Aggregation.AggregateOverflowException">A sum fits no Int64.</exception>
    public static async Task<OfflineStatistics> BuildAsync(
        ServicePlan service,
        HistorySource history,
        string labels,
        string output,
        OfflineOptions? options = null,
        IProgress<OfflineProgress>? progress = null,
        CancellationToken cancel = default)
    {
        options ??= new OfflineOptions();
        if (!options.Output.Overwrite && File.Exists(output)) throw new WarehouseFileException(output);
        using var workspace = new Workspace(options);
        return await new TrainingSet(workspace, history, options, new StageClock(progress)).WriteAsync(service, labels, output, cancel);
    }

    private async Task<OfflineStatistics> WriteAsync(ServicePlan service, string labelFile, string output, CancellationToken cancel)
    {
        var groups = EntityGroup.Of(service);
        var columns = FeatureColumn.Of(service.Features);
        var labels = await _clock.RunAsync(OfflineStage.Labels, labelFile, () => LabelTable.Load(_workspace, labelFile, groups, columns, cancel));
        var scans = Array.ConvertAll(groups, group => EventScan.Of(group.Plan.Sources, withKeys: false));
        foreach (var scan in scans.SelectMany(all => all)) scan.Check(_workspace, _history);

        var stores = new List<VectorStore>();
        try
        {
            for (var i = 0; i < groups.Length; i++)
            {
                FeatureColumn[] features = [.. groups[i].Places.Select(place => columns[place])];
                // Groups are swept one after the other, and what they gave is read together: each has its share of the memory.
                var store = new VectorStore(
                    features, labels.Count, _options.ThreadsOrCores, _workspace.VectorBytes / groups.Length, _workspace.PathOf(VectorsOf(i)));
                stores.Add(store);
                await SweepAsync(labels, groups[i], scans[i], store, $"keys_{i}", cancel);
                Define(VectorsOf(i), features, store);
            }
            await _clock.RunAsync(OfflineStage.Write, output, () =>
                _workspace.Main.CopyToParquet(OutputQuery(labels, groups, columns), output, _options.Output, cancel));
            _workspace.MeasureSpill();
        }
        finally
        {
            foreach (var store in stores) store.Dispose();
        }
        return new OfflineStatistics(labels.Count, _views, _clock.Seconds, Workspace.PeakMemoryBytes, _workspace.SpilledBytes);
    }

    private async Task SweepAsync(LabelTable labels, EntityGroup group, EventScan[] scans, VectorStore store, string keysTable, CancellationToken cancel)
    {
        var streams = new List<SortedRows>();
        try
        {
            await _clock.RunAsync(OfflineStage.Sort, group.Name, () =>
            {
                labels.NumberKeys(group, keysTable, cancel);
                streams.Add(labels.Open(group, keysTable, cancel));
                foreach (var scan in scans)
                    streams.Add(scan.Open(_workspace, _history, keysTable, long.MinValue, labels.Instants.Last, cancel));
                return streams.Count;
            });
            _workspace.MeasureSpill();

            VectorWriter[] writers = [.. Enumerable.Range(0, _options.ThreadsOrCores).Select(_ => store.NewWriter())];
            TrainingSweep[] sweeps = [.. writers.Select(writer => new TrainingSweep(group.Plan, scans, writer))];
            await _clock.RunAsync(OfflineStage.Sweep, group.Name, () => SweepPipeline.RunAsync(
                new BatchReader(streams),
                () => new SweepBatch([new LabelRows(), .. scans.Select(scan => scan.NewRows())]),
                sweeps,
                rows => _clock.Report(OfflineStage.Sweep, group.Name, rows, labels.Count),
                cancel));
            foreach (var writer in writers) writer.Complete();
            _workspace.MeasureSpill();
            _views.AddRange(group.Plan.Sources.Select((view, i) => new ViewStatistics(
                view.View.Id, sweeps.Sum(sweep => sweep.Views[i].Keys), sweeps.Sum(sweep => sweep.Views[i].Events))));
        }
        finally
        {
            foreach (var stream in streams) stream.Dispose();
        }
        _workspace.Main.Native.Execute($"DROP TABLE {keysTable}", cancel);
    }

    private static string VectorsOf(int group) => $"vectors_{group}";

    // What a label's features are, by its row: so the file is written as the labels are read, in parallel and in their order, with nothing to join or sort.
    private void Define(string function, FeatureColumn[] features, VectorStore store) => _workspace.Main.Native.DefineFunction(
        function,
        "BIGINT",
        $"STRUCT({string.Join(", ", features.Select((feature, i) => $"f{i} {feature.SqlType}"))})",
        (label, rows, vector) => store.Read(label.Values<long>()[..rows], vector));

    private static string OutputQuery(LabelTable labels, EntityGroup[] groups, FeatureColumn[] columns)
    {
        var sql = SqlDialect.DuckDb;
        var values = new string[columns.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            for (var at = 0; at < groups[i].Places.Length; at++) values[groups[i].Places[at]] = $"v{i}.f{at}";
        }
        return $"""
            SELECT {string.Join(", ", labels.Columns.Select((column, i) => $"c{i} AS {sql.Identifier(column)}"))},
                {string.Join(", ", columns.Select((column, i) => $"{values[i]} AS {sql.Identifier(column.Name)}"))}
            FROM (
                SELECT {string.Join(", ", labels.Columns.Select((column, i) => $"{sql.Identifier(column)} AS c{i}"))},
                    {string.Join(", ", groups.Select((_, i) => $"{VectorsOf(i)}({LabelTable.RowColumn}) AS v{i}"))}
                FROM {labels.Relation}
            )
            """;
    }
}
