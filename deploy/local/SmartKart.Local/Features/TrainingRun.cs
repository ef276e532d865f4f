using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Views;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Local.Features;

/// <summary>A training set that was built.</summary>
/// <param name="Service">Whose features.</param>
/// <param name="Engine">What computed them.</param>
/// <param name="Labels">Its rows.</param>
/// <param name="Features">Its features.</param>
/// <param name="Events">Events that went into it; 0 where the engine doesn't tell.</param>
/// <param name="SpilledBytes">What went through temp files.</param>
/// <param name="File">Where it is.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record TrainingRun(string Service, OfflineEngine Engine, long Labels, int Features, long Events, long SpilledBytes, string File, double Seconds)
{
    public static async Task<TrainingRun> RunAsync(
        OfflineEngine engine, ServicePlan service, HistorySource history, string labels, string output, OfflineOptions options,
        IWorkProgress progress, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        long rows, events = 0, spilled = 0;
        if (engine == OfflineEngine.Sql)
        {
            using var step = progress.Begin($"{service.Name}: DuckDB computes");
            rows = await SqlTrainingSet.BuildAsync(service, history, labels, output, options, cancel);
        }
        else
        {
            using var stages = new StageProgress(progress);
            var statistics = await TrainingSet.BuildAsync(service, history, labels, output, options, stages, cancel);
            (rows, events, spilled) = (statistics.Labels, statistics.Events, statistics.SpilledBytes);
        }
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        return new TrainingRun(service.Name, engine, rows, service.Features.Count, events, spilled, output, seconds);
    }

    /// <summary>Labels of a shop: each line of each order, of whom and of what, with the quantity as what is to be told beforehand.</summary>
    /// <param name="history">Has the orders.</param>
    /// <param name="path">The Parquet file to write.</param>
    public static void WriteOrderLines(HistorySource history, string path)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        connection.CopyToParquet($"""
            SELECT user_id, line.product_id AS product_id, occurred_at AS event_timestamp, line.quantity AS quantity
            FROM (SELECT user_id, occurred_at, unnest(lines) AS line FROM {history.RelationOf(connection, TopicCatalog.Shipped[Topics.OrderPlaced])})
            """, path, new ParquetWriteOptions { Overwrite = true });
    }

    /// <summary>All features of views whose entities an order line names.</summary>
    public static ServicePlan OrderLineService(IEnumerable<FeatureView> views)
    {
        string[] keys = ["user_id", "product_id"];
        ServiceFeature[] features =
        [
            .. from view in views
               where view.JoinKeys.All(keys.Contains)
               from feature in view.Features
               select new ServiceFeature(view, feature),
        ];
        return ServicePlan.Compile(new FeatureService("order_lines", "What is known of who orders, and of what is ordered.", features, features[0].View.At));
    }
}
