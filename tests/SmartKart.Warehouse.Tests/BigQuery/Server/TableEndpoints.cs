using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>The methods of datasets and tables: the resources as they were made, the tables themselves in DuckDB.</summary>
internal sealed class TableEndpoints(SqlEngine engine)
{
    private const int PageSize = 2;     // so that lists have pages

    private readonly ConcurrentDictionary<string, JsonObject> _made = new();

    public JsonObject? Answer(Call call) => (call.Method, call.Parts) switch
    {
        ("datasets.insert", _) => CreateDataset(call.Checked("Dataset")),
        ("datasets.list", _) => List(call, "datasets", [.. Schemas().Select(name => new JsonObject { ["datasetReference"] = Dataset(name) })]),
        ("datasets.get", [_, var name]) => new JsonObject { ["datasetReference"] = Dataset(Existing(name)), ["location"] = LocalBigQuery.Location },
        ("datasets.delete", [_, var name]) => DeleteDataset(Existing(name), call.Query["deleteContents"] == "true"),
        ("tables.insert", [_, var dataset]) => CreateTable(Existing(dataset), call.Checked("Table")),
        ("tables.list", [_, var dataset]) => List(call, "tables", [.. Tables(Existing(dataset)).Select(name => Bare(dataset, name))]),
        ("tables.get", [_, var dataset, var name]) => GetTable(dataset, name),
        ("tables.delete", [_, var dataset, var name]) => DeleteTable(dataset, name),
        _ => throw RestFault.NotFound(call.Method),
    };

    private JsonObject CreateDataset(JsonObject dataset)
    {
        var name = (string)dataset["datasetReference"]!["datasetId"]!;
        if (Schemas().Contains(name)) throw new RestFault(409, "duplicate", $"Already Exists: Dataset {LocalBigQuery.Project}:{name}");
        Run($"CREATE SCHEMA {SqlText.Identifier(name)}");
        return (JsonObject)dataset.DeepClone();
    }

    private JsonObject? DeleteDataset(string name, bool withTables)
    {
        if (!withTables && Tables(name).Length > 0) throw new RestFault(400, "resourceInUse", $"Dataset {LocalBigQuery.Project}:{name} is still in use");
        Run($"DROP SCHEMA {SqlText.Identifier(name)} CASCADE");
        return null;
    }

    private JsonObject CreateTable(string dataset, JsonObject table)
    {
        var name = (string)table["tableReference"]!["tableId"]!;
        if (Tables(dataset).Contains(name)) throw new RestFault(409, "duplicate", $"Already Exists: Table {dataset}.{name}");
        if (table["timePartitioning"]?["field"] is { } by && !Fields(table).Any(field => (string?)field!["name"] == (string?)by))
            throw RestFault.Invalid($"The field specified for partitioning cannot be found in the schema: {by}");
        var columns = Fields(table).Select(field => $"{SqlText.Identifier((string)field!["name"]!)} {ColumnType(field)}");
        Run($"CREATE TABLE {SqlText.Identifier(dataset)}.{SqlText.Identifier(name)} ({string.Join(", ", columns)})");
        _made[$"{dataset}.{name}"] = (JsonObject)table.DeepClone();
        return GetTable(dataset, name);
    }

    private JsonObject GetTable(string dataset, string name)
    {
        if (!Schemas().Contains(dataset) || !Tables(dataset).Contains(name)) throw RestFault.NotFound($"Table {LocalBigQuery.Project}:{dataset}.{name}");
        var table = _made.TryGetValue($"{dataset}.{name}", out var made) ? (JsonObject)made.DeepClone() : Bare(dataset, name);
        var rows = engine.Run($"SELECT * FROM {SqlText.Identifier(dataset)}.{SqlText.Identifier(name)}", CancellationToken.None);
        table["schema"] ??= new JsonObject { ["fields"] = rows.Schema };
        table["numRows"] = rows.Rows.Count.ToString(CultureInfo.InvariantCulture);
        table["numBytes"] = engine.CountBytes([$"{dataset}.{name}"]).ToString(CultureInfo.InvariantCulture);
        return table;
    }

    private JsonObject? DeleteTable(string dataset, string name)
    {
        GetTable(dataset, name);
        Run($"DROP TABLE {SqlText.Identifier(dataset)}.{SqlText.Identifier(name)}");
        _made.TryRemove($"{dataset}.{name}", out _);
        return null;
    }

    private static JsonArray Fields(JsonObject table) => table["schema"]?["fields"] as JsonArray ?? [];

    private static string ColumnType(JsonNode field)
    {
        var type = (string)field["type"]! is "STRUCT" or "RECORD"
            ? $"STRUCT({string.Join(", ", field["fields"]!.AsArray().Select(part => $"{SqlText.Identifier((string)part!["name"]!)} {ColumnType(part)}"))})"
            : GoogleSql.DuckDbType((string)field["type"]!);
        return (string?)field["mode"] == "REPEATED" ? type + "[]" : type;
    }

    private static JsonObject List(Call call, string property, JsonObject[] all)
    {
        var from = call.Query["pageToken"] is [{ } token] ? int.Parse(token, CultureInfo.InvariantCulture) : 0;
        var page = new JsonObject { [property] = new JsonArray([.. all.Skip(from).Take(PageSize)]) };
        if (from + PageSize < all.Length) page["nextPageToken"] = $"{from + PageSize}";
        return page;
    }

    private string Existing(string dataset) => Schemas().Contains(dataset) ? dataset : throw RestFault.NotFound($"Dataset {LocalBigQuery.Project}:{dataset}");

    private string[] Schemas() => Names("SELECT schema_name FROM duckdb_schemas() WHERE NOT internal AND schema_name <> 'main' ORDER BY 1");

    private string[] Tables(string dataset) => Names($"SELECT table_name FROM duckdb_tables() WHERE schema_name = {SqlText.Literal(dataset)} ORDER BY 1");

    private string[] Names(string sql) => [.. engine.Run(sql, CancellationToken.None).Rows.Select(row => (string)row["f"]![0]!["v"]!)];

    private void Run(string sql) => engine.Run(sql, CancellationToken.None);

    private static JsonObject Bare(string dataset, string name) => new() { ["tableReference"] = Table(dataset, name) };

    private static JsonObject Dataset(string name) => new() { ["projectId"] = LocalBigQuery.Project, ["datasetId"] = name };

    private static JsonObject Table(string dataset, string name) =>
        new() { ["projectId"] = LocalBigQuery.Project, ["datasetId"] = dataset, ["tableId"] = name };
}
