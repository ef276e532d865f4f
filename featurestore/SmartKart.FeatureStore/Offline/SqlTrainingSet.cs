using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline.Reading;
using SmartKart.FeatureStore.Offline.Writing;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Sql.Queries;
using SmartKart.FeatureStore.Views;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.FeatureStore.Offline;

/// <summary>
/// Training sets by the generated SQL, on DuckDB: what BigQuery and Spark run beyond one machine, and what keeps the sweep honest. Slower than the
/// sweep, and exact where tiles sketch.
/// </summary>
public static class SqlTrainingSet
{
    /// <summary>Builds a training set: the same file as <see cref="TrainingSet"/> writes.</summary>
    /// <param name="service">Whose features.</param>
    /// <param name="history">The events.</param>
    /// <param name="labels">A Parquet file, as there.</param>
    /// <param name="output">The Parquet file to write. It appears when it is whole.</param>
    /// <param name="options">Null is the defaults.</param>
    /// <param name="cancel">Ends it; nothing is written then.</param>
    /// <returns>Labels.</returns>
    /// <exception cref="ArgumentException">The service has two versions of a view, of which one query computes one: build it by the sweep.</exception>
    /// <exception cref="LabelException">The labels can't be used.</exception>
    /// <exception cref="HistoryException">The history of a topic is missing, or lacks a column.</exception>
    /// <exception cref="WarehouseFileException">The output exists, and is not to be overwritten.</exception>
    /// <exception cref="WarehouseQueryException">The history isn't what the features need, the file can't be written, or a sum fits no Int64.</exception>
    public static async Task<long> BuildAsync(
        ServicePlan service, HistorySource history, string labels, string output, OfflineOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new OfflineOptions();
        if (!options.Output.Overwrite && File.Exists(output)) throw new WarehouseFileException(output);
        using var workspace = new Workspace(options);
        return await Task.Run(() => Build(workspace, service, history, labels, output, options, cancel), CancellationToken.None);
    }

    private static long Build(
        Workspace workspace, ServicePlan service, HistorySource history, string labelFile, string output, OfflineOptions options, CancellationToken cancel)
    {
        var columns = FeatureColumn.Of(service.Features);
        var labels = LabelTable.Check(workspace, labelFile, EntityGroup.Of(service), columns, cancel);
        foreach (var scan in EventScan.Of(service.Sources, withKeys: true)) scan.Check(workspace, history);
        var query = TrainingQuery.Write(
            SqlDialect.DuckDb, service, topic => history.RelationOf(workspace.Main, topic), labels.Relation);
        return workspace.Main.CopyToParquet(
            $"SELECT * EXCLUDE ({LabelTable.RowColumn}){Instants(columns)} FROM ({query}) ORDER BY {LabelTable.RowColumn}", output, options.Output, cancel);
    }

    // The query's instants are UTC, and say so in the file.
    private static string Instants(FeatureColumn[] features)
    {
        var columns = features.Where(column => column.Type.Value == ScalarType.Timestamp).Select(column =>
        {
            var name = SqlText.Identifier(column.Name);
            return column.Type.Shape == FeatureShape.Single
                ? $"make_timestamptz(epoch_us({name})) AS {name}"
                : $"list_transform({name}, instant -> make_timestamptz(epoch_us(instant))) AS {name}";
        }).ToArray();
        return columns.Length == 0 ? "" : $" REPLACE ({string.Join(", ", columns)})";
    }
}
