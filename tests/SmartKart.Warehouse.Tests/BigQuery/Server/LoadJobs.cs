using System.Text.Json.Nodes;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>What a load's configuration means: DuckDB reads the files.</summary>
internal static class LoadJobs
{
    private static readonly string[] Writes = ["WRITE_EMPTY", "WRITE_APPEND", "WRITE_TRUNCATE"];
    private static readonly string[] Creates = ["CREATE_IF_NEEDED", "CREATE_NEVER"];

    /// <summary>Refuses what BigQuery refuses before it makes a job.</summary>
    public static void Check(JsonObject load, bool withFile)
    {
        if (withFile && load["sourceUris"] is not null) throw RestFault.Invalid("A load with a file has no sourceUris.");
        if (!withFile && load["sourceUris"] is not JsonArray { Count: > 0 }) throw RestFault.Invalid("Required parameter is missing: sourceUris");
        if (load["writeDisposition"] is { } write && !Writes.Contains((string?)write)) throw RestFault.Invalid($"Invalid writeDisposition {write}");
        if (load["createDisposition"] is { } create && !Creates.Contains((string?)create)) throw RestFault.Invalid($"Invalid createDisposition {create}");
    }

    public static SqlEngine.Result? Run(SqlEngine engine, Job job, JsonObject load, string? file)
    {
        string[] files = file is not null ? [file] : [.. load["sourceUris"]!.AsArray().SelectMany(uri => Objects(engine, (string)uri!))];
        var paths = $"[{string.Join(", ", files.Select(SqlText.Literal))}]";
        var source = (string?)load["sourceFormat"] switch
        {
            "PARQUET" => $"SELECT * FROM read_parquet({paths})",
            "NEWLINE_DELIMITED_JSON" => $"SELECT * FROM read_json({paths}, format = 'newline_delimited')",
            var other => throw RestFault.Invalid($"This server does not read {other ?? "CSV"}."),
        };
        if (load["schema"]?["fields"] is JsonArray { Count: > 0 } fields)
            source = $"SELECT {string.Join(", ", fields.Select(Cast))} FROM ({source})";
        var to = load["destinationTable"]!;
        var rows = engine.Write(
            source, $"{to["datasetId"]}.{to["tableId"]}", (string?)load["writeDisposition"] ?? "WRITE_APPEND",
            (string?)load["createDisposition"] ?? "CREATE_IF_NEEDED", job.Stop.Token);
        job.Tell("load", new JsonObject
        {
            ["inputFiles"] = $"{files.Length}",
            ["inputFileBytes"] = $"{files.Sum(path => new FileInfo(path).Length)}",
            ["outputRows"] = $"{rows}",
            ["outputBytes"] = $"{rows * 8}",
            ["badRecords"] = "0",
        });
        return null;
    }

    private static string Cast(JsonNode? field) => $"CAST({Name(field)} AS {GoogleSql.DuckDbType((string)field!["type"]!)}) AS {Name(field)}";

    private static string Name(JsonNode? field) => SqlText.Identifier((string)field!["name"]!);

    private static string[] Objects(SqlEngine engine, string uri)
    {
        var path = uri["gs://".Length..];
        var folder = Path.Combine(engine.Bucket.FullName, Path.GetDirectoryName(path)!);
        var found = Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(path)) : [];
        return found.Length > 0 ? found : throw RestFault.NotFound($"URI {uri}");
    }
}
