using System.Globalization;
using System.Text.Json.Nodes;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>DuckDB's types and values as BigQuery's REST API writes them: every scalar a text, <c>{"f": [{"v": …}]}</c> a row.</summary>
internal static class ResultJson
{
    public static JsonObject Field(string name, LogicalType type)
    {
        var repeated = type.Id == DuckDbType.List;
        var element = repeated ? type.Fields[0].Type : type;
        var field = new JsonObject { ["name"] = name, ["type"] = TypeName(element.Id), ["mode"] = repeated ? "REPEATED" : "NULLABLE" };
        if (element.Id == DuckDbType.Struct) field["fields"] = new JsonArray([.. element.Fields.Select(part => Field(part.Name, part.Type))]);
        return field;
    }

    public static JsonObject Row(IReadOnlyList<ColumnVector> columns, int row) =>
        new() { ["f"] = new JsonArray([.. columns.Select(column => new JsonObject { ["v"] = Value(column, row) })]) };

    /// <summary>A value; instants in microseconds, which the answer turns into seconds where it is not asked for them.</summary>
    private static JsonNode? Value(ColumnVector column, int row)
    {
        if (column.LogicalType.Id == DuckDbType.List) return List(column, row);
        if (column.IsNull(row)) return null;
        return column.LogicalType.Id switch
        {
            DuckDbType.Struct => Row(column.Children, row),
            DuckDbType.Boolean => column.Boolean(row) ? "true" : "false",
            DuckDbType.Integer => GoogleSql.Text(column.Int32(row)),
            DuckDbType.BigInt => GoogleSql.Text(column.Int64(row)),
            DuckDbType.HugeInt => GoogleSql.Text(column.Int128(row)),
            DuckDbType.Double => Double(column.Double(row)),
            DuckDbType.Decimal => GoogleSql.Text(column.Decimal(row)),
            DuckDbType.Varchar => column.String(row),
            DuckDbType.Blob => Convert.ToBase64String(column.Blob(row)),
            DuckDbType.Date => column.Date(row).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DuckDbType.Time => column.Time(row).ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
            DuckDbType.Timestamp => column.Timestamp(row).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
            DuckDbType.TimestampTz => GoogleSql.Text((column.Instant(row) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
            var other => throw RestFault.Invalid($"This server does not write {other}."),
        };
    }

    private static JsonArray List(ColumnVector column, int row)
    {
        var values = new JsonArray();
        if (column.IsNull(row)) return values;
        var slice = column.List(row);
        for (var i = slice.Start; i < slice.Start + slice.Count; i++) values.Add(new JsonObject { ["v"] = Value(column.Children[0], i) });
        return values;
    }

    private static string Double(double value) => double.IsNaN(value) ? "NaN"
        : double.IsPositiveInfinity(value) ? "Infinity"
        : double.IsNegativeInfinity(value) ? "-Infinity"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string TypeName(DuckDbType type) => type switch
    {
        DuckDbType.Boolean => "BOOLEAN",
        DuckDbType.Integer or DuckDbType.BigInt or DuckDbType.HugeInt => "INTEGER",
        DuckDbType.Double => "FLOAT",
        DuckDbType.Decimal => "NUMERIC",
        DuckDbType.Varchar => "STRING",
        DuckDbType.Blob => "BYTES",
        DuckDbType.Date => "DATE",
        DuckDbType.Time => "TIME",
        DuckDbType.Timestamp => "DATETIME",
        DuckDbType.TimestampTz => "TIMESTAMP",
        DuckDbType.Struct => "RECORD",
        _ => throw RestFault.Invalid($"This server has no type for {type}."),
    };
}
