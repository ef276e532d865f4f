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
    // The reader's own number of a row in its file: the order of the labels.
    private const string RowColumn = "file_row_number";

    /// <summary>Builds a training set: the same file as <see cref="TrainingSet"/> writes.</summary>
    /// <param name="service">Whose features.</param>
    /// <param name="history">The events.</param>
    /// <param name="labels">A Parquet file, as there; where a key or the instant is NULL, the features are those of no event.</param>
    /// <param name="output">The Parquet file to write. It appears when it is whole.</param>
    /// <param name="options">Null is the defaults.</param>
    /// <param name="cancel">Ends it; nothing is written then.</param>
    /// <returns>Labels.</returns>
    /// <exception cref="LabelException">The labels are no Parquet file, or lack a column.</exception>
    /// <exception cref="HistoryException">The history of a topic is missing.</exception>
    /// <exception cref="WarehouseException">The history isn't what the features need, or the file can't be written.</exception>
    public static async Task<long> BuildAsync(
        ServicePlan service, HistorySource history, string labels, string output, OfflineOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new OfflineOptions();
        if (!options.Output.Overwrite && File.Exists(output)) throw new WarehouseFileException(output);
        using var workspace = new Workspace(options);
        LabelTable.Check(workspace, labels, EntityGroup.Of(service));
        var query = TrainingQuery.Write(
            SqlDialect.DuckDb,
            service,
            topic => ParquetFiles.Scan(history.FilesOf(topic.Name)),
            $"read_parquet({SqlText.Literal(labels)}, {RowColumn} = true)");
        return await Task.Run(
            () => workspace.Main.CopyToParquet(
                $"SELECT * EXCLUDE ({RowColumn}){Instants(service)} FROM ({query}) ORDER BY {RowColumn}", output, options.Output, cancel),
            CancellationToken.None);
    }

    // The query's instants are UTC, and say so in the file.
    private static string Instants(ServicePlan service)
    {
        var columns = FeatureColumn.Of(service.Features).Where(column => column.Type.Value == ScalarType.Timestamp).Select(column =>
        {
            var name = SqlText.Identifier(column.Name);
            return column.Type.Shape == FeatureShape.Single
                ? $"make_timestamptz(epoch_us({name})) AS {name}"
                : $"list_transform({name}, instant -> make_timestamptz(epoch_us(instant))) AS {name}";
        }).ToArray();
        return columns.Length == 0 ? "" : $" REPLACE ({string.Join(", ", columns)})";
    }
}
