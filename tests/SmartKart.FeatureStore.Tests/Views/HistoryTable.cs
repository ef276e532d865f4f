using System.Globalization;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Sql;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.FeatureStore.Tests.Views;

/// <summary>Puts a history into DuckDB, as tables of the columns that its Parquet files have.</summary>
internal static class HistoryTable
{
    /// <summary>Creates the topic's table, named for it, and fills it.</summary>
    public static void Create(DuckDbConnection connection, RandomHistory history)
    {
        var columns = Create(connection, history.Topic);
        foreach (var some in history.Events.Chunk(500))
        {
            var rows = some.Select(record => $"({string.Join(", ", columns.Select(column => Literal(record[column.Name])))})");
            Execute(connection, $"INSERT INTO \"{history.Topic.Name}\" VALUES {string.Join(",\n", rows)}");
        }
    }

    /// <summary>Creates the topic's table, named for it.</summary>
    /// <returns>Its columns.</returns>
    public static IReadOnlyList<(string Name, string Type)> Create(DuckDbConnection connection, Topic topic)
    {
        var columns = EventSchemas.Shipped.Of(topic).Fields
            .Select(field => (field.Name, Type: ColumnType.Of(field.Schema)))
            .Where(field => field.Type is not null)
            .Select(field => (field.Name, field.Type!))
            .ToArray();
        Execute(connection, $"CREATE TABLE \"{topic.Name}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\" {column.Item2}"))})");
        return columns;
    }

    public static string Literal(object? value) => value switch
    {
        null => "NULL",
        bool condition => condition ? "TRUE" : "FALSE",
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double number => SqlDialect.DuckDb.Literal(ScalarType.Double, Scalar.From(number)),
        decimal money => money.ToString(CultureInfo.InvariantCulture),
        string text => SqlDialect.DuckDb.Literal(ScalarType.String, Scalar.From(text)),
        Instant instant => string.Create(
            CultureInfo.InvariantCulture, $"TIMESTAMPTZ '{DateTime.UnixEpoch.AddMicroseconds(instant.Microseconds):yyyy-MM-dd HH:mm:ss.ffffff}+00'"),
        List<object?> items => $"[{string.Join(", ", items.Select(Literal))}]",
        Dictionary<string, object?> record => $"{{{string.Join(", ", record.Select(field => $"'{field.Key}': {Literal(field.Value)}"))}}}",
        _ => throw new ArgumentException($"no literal of {value.GetType()}"),
    };

    public static void Execute(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
