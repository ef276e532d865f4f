using System.Text.Json.Nodes;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>Runs what the jobs ask for on a DuckDB of its own: a dataset is a schema, a table a table.</summary>
internal sealed class SqlEngine : IDisposable
{
    private const int ColumnBytes = 8;      // what a value counts for where BigQuery would count bytes read

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-bigquery-");
    private readonly DuckDbConnection _keeper;

    public SqlEngine()
    {
        _keeper = Connect();
        Bucket = _folder.CreateSubdirectory("buckets");
    }

    /// <summary>Where the objects of Cloud Storage lie: <c>gs://bucket/name</c> is <c>bucket/name</c> in it.</summary>
    public DirectoryInfo Bucket { get; }

    public string NewFile() => Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        _keeper.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Runs a statement; a query's rows are all in memory.</summary>
    public Result Run(string sql, CancellationToken stop) => Guard(connection =>
    {
        using var command = connection.CreateCommand(sql);
        if (!IsQuery(sql)) return new Result([], [], Math.Max(0, command.ExecuteNonQuery()));
        using var result = command.ExecuteChunks(stop);
        var schema = new JsonArray([.. result.Columns.Select(column => ResultJson.Field(column.Name, column.LogicalType))]);
        var rows = new List<JsonObject>();
        while (result.TryReadChunk(out var chunk))
            for (var row = 0; row < chunk.RowCount; row++) rows.Add(ResultJson.Row(chunk.Columns, row));
        return new Result(schema, rows, null);
    });

    /// <summary>The columns of a query, and whether it can be run.</summary>
    public JsonArray Describe(string sql) => IsQuery(sql) ? Run($"SELECT * FROM ({sql}) LIMIT 0", CancellationToken.None).Schema : Explain(sql);

    public long CountBytes(IEnumerable<string> tables) => tables.Distinct().Sum(table => Guard(connection =>
    {
        var name = string.Join('.', table.Split('.').Select(SqlText.Identifier));
        using var columns = connection.CreateCommand($"SELECT count(*) FROM (DESCRIBE {name})");
        using var rows = connection.CreateCommand($"SELECT count(*) FROM {name}");
        return (long)rows.ExecuteScalar()! * (long)columns.ExecuteScalar()! * ColumnBytes;
    }));

    public static bool IsQuery(string sql) =>
        sql.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) || sql.TrimStart().StartsWith("WITH", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes a query's rows to a table, by BigQuery's dispositions.</summary>
    /// <returns>How many rows it wrote.</returns>
    public long Write(string sql, string table, string write, string create, CancellationToken stop) => Guard(connection =>
    {
        var name = string.Join('.', table.Split('.').Select(SqlText.Identifier));
        var there = Exists(connection, table);
        if (!there && create == "CREATE_NEVER") throw RestFault.NotFound($"Table {table}");
        if (there && write == "WRITE_EMPTY" && Count(connection, $"SELECT count(*) FROM {name}") > 0)
            throw new RestFault(409, "duplicate", $"Already Exists: Table {table}");
        using var transaction = connection.BeginTransaction();
        if (there && write == "WRITE_TRUNCATE") Execute(connection, $"DROP TABLE {name}");
        stop.ThrowIfCancellationRequested();
        Execute(connection, there && write != "WRITE_TRUNCATE" ? $"INSERT INTO {name} BY NAME {sql}" : $"CREATE TABLE {name} AS {sql}");
        var rows = Count(connection, $"SELECT count(*) FROM ({sql})");
        transaction.Commit();
        return rows;
    });

    private JsonArray Explain(string sql)
    {
        Run($"EXPLAIN {sql}", CancellationToken.None);
        return [];
    }

    private static bool Exists(DuckDbConnection connection, string table)
    {
        using var command = connection.CreateCommand("SELECT count(*) FROM duckdb_tables() WHERE schema_name || '.' || table_name = $name");
        command.Parameters.AddWithValue("name", table);
        return (long)command.ExecuteScalar()! > 0;
    }

    private static long Count(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand(sql);
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    private DuckDbConnection Connect()
    {
        var connection = new DuckDbConnection($"Data Source={Path.Combine(_folder.FullName, "bigquery.duckdb")};Threads=1");
        connection.Open();
        using var utc = connection.CreateCommand("SET TimeZone = 'UTC'");
        utc.ExecuteNonQuery();
        return connection;
    }

    private T Guard<T>(Func<DuckDbConnection, T> work)
    {
        using var connection = Connect();
        try
        {
            return work(connection);
        }
        catch (WarehouseQueryException e) when (e.Kind == EngineErrorKind.Catalog && e.Message.Contains("Table with name", StringComparison.Ordinal))
        {
            throw RestFault.NotFound($"Table: {e.EngineMessage}");
        }
        catch (WarehouseQueryException e)
        {
            throw new RestFault(400, "invalidQuery", e.EngineMessage, "query");
        }
    }

    /// <summary>What a statement came to.</summary>
    internal sealed record Result(JsonArray Schema, IReadOnlyList<JsonObject> Rows, long? AffectedRows);
}
