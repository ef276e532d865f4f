using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>
/// A topic's history as one relation, whatever versions of the contract its files were written under: files of one shape are read together, and what
/// a shape lacks has the contract's default, as an event of that version has when the stream reads it. A field that a nested record lacks is NULL.
/// </summary>
internal sealed class HistoryRelation
{
    private readonly List<HistoryShape> _shapes;

    private HistoryRelation(List<HistoryShape> shapes) => _shapes = shapes;

    /// <summary>What stands in FROM.</summary>
    public string Sql => _shapes is [{ Defaults.Count: 0 } only]
        ? Scan(only.Files)
        : $"({string.Join("\nUNION ALL BY NAME\n", _shapes.Select(Select))})";

    /// <summary>A file that lacks a column for which the contract has no default either, and the columns that it has; null where there is none.</summary>
    public (string File, IEnumerable<string> Columns)? Without(string column) =>
        _shapes.Find(shape => !shape.Columns.Contains(column) && !shape.Defaults.ContainsKey(column)) is { } shape ? (shape.Files[0], shape.Columns) : null;

    /// <summary>Looks at a topic's files: at their footers, not at their rows.</summary>
    /// <param name="connection">Open, and streaming no result.</param>
    /// <param name="paths">The files, at least one.</param>
    /// <param name="topic">The topic.</param>
    /// <exception cref="WarehouseQueryException">A file is no Parquet.</exception>
    public static HistoryRelation Of(DuckDbConnection connection, IReadOnlyList<string> paths, Topic topic)
    {
        var contract = EventSchemas.Shipped.Of(topic);
        var types = new HistoryColumns(topic.Name).Of(contract).ToDictionary(column => column.Name, column => column.Type, StringComparer.OrdinalIgnoreCase);
        var shapes = new List<HistoryShape>();
        foreach (var files in SameShape(connection, paths))
        {
            using var result = connection.Native.Query($"SELECT * FROM {Scan(files[0])} LIMIT 0");
            var columns = result.Columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var defaults = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var field in contract.Fields)
            {
                if (!columns.Contains(field.Name) && ColumnDefault.Of(field, types[field.Name]) is { } sql) defaults.Add(field.Name, sql);
            }
            shapes.Add(new HistoryShape(files, columns, defaults));
        }
        return new HistoryRelation(shapes);
    }

    // Without the day, which DuckDB would else take from the folders' names for a column.
    private static string Scan(params IReadOnlyList<string> files) =>
        $"read_parquet([{string.Join(", ", files.Select(SqlText.Literal))}], hive_partitioning = false)";

    private static string Select(HistoryShape shape)
    {
        var defaults = shape.Defaults.Select(column => $", {column.Value} AS {SqlText.Identifier(column.Key)}");
        return $"SELECT *{string.Concat(defaults)} FROM {Scan(shape.Files)}";
    }

    private static IEnumerable<string[]> SameShape(DuckDbConnection connection, IReadOnlyList<string> files)
    {
        if (files.Count == 1) return [[files[0]]];
        using var command = connection.CreateCommand($"""
            SELECT file_name, md5(string_agg(concat_ws(' ', name, type, num_children, logical_type), ','))
            FROM parquet_schema([{string.Join(", ", files.Select(SqlText.Literal))}])
            GROUP BY file_name
            """);
        using var reader = command.ExecuteReader();
        var shapes = new List<(string File, string Shape)>();
        while (reader.Read()) shapes.Add((reader.GetString(0), reader.GetString(1)));
        return shapes.GroupBy(file => file.Shape, file => file.File)
            .Select(shape => shape.Order(StringComparer.Ordinal).ToArray()).OrderBy(shape => shape[0], StringComparer.Ordinal);
    }

    /// <summary>Files that have the same columns.</summary>
    /// <param name="Files">At least one.</param>
    /// <param name="Columns">The names of those that they have.</param>
    /// <param name="Defaults">What stands for those of the contract that they lack, by name.</param>
    private sealed record HistoryShape(IReadOnlyList<string> Files, HashSet<string> Columns, Dictionary<string, string> Defaults);
}
