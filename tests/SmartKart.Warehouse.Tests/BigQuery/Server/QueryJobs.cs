using System.Text.Json.Nodes;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>What a query's configuration means.</summary>
internal static class QueryJobs
{
    public static GoogleSql Reader(JsonObject query) => new(
        LocalBigQuery.Project, (string?)query["defaultDataset"]?["datasetId"], query["queryParameters"] as JsonArray ?? []);

    /// <summary>Refuses what BigQuery refuses before it makes a job.</summary>
    public static void Check(JsonObject query)
    {
        // It is true unless it is said, and this server has no legacy SQL.
        if ((bool?)query["useLegacySql"] != false) throw new RestFault(400, "invalidQuery", "Legacy SQL was asked for.", "query");
        var named = query["queryParameters"] is JsonArray { Count: > 0 };
        if (named && (string?)query["parameterMode"] != "NAMED") throw RestFault.Invalid("Named parameters want parameterMode NAMED.");
        if (query["destinationTable"] is null && (query["writeDisposition"] ?? query["timePartitioning"] ?? query["clustering"]) is not null)
            throw RestFault.Invalid("A disposition wants a destination table.");
        if (query["labels"] is JsonObject labels)
            foreach (var (name, _) in labels)
                if (name.Length is 0 or > 63 || name.Any(letter => !(char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '-')))
                    throw RestFault.Invalid($"The label {name} has characters that no label has.");
    }

    public static SqlEngine.Result? Run(SqlEngine engine, Job job, JsonObject configuration)
    {
        var query = configuration["query"]!.AsObject();
        var reader = Reader(query);
        var sql = reader.Translate((string)query["query"]!);
        var bytes = engine.CountBytes(reader.Tables.Where(_ => SqlEngine.IsQuery(sql)));
        var statistics = new JsonObject { ["statementType"] = StatementType(sql), ["totalBytesBilled"] = $"{bytes}", ["cacheHit"] = false };
        job.Tell("totalBytesProcessed", $"{bytes}");
        job.Tell("query", statistics);
        if (query["maximumBytesBilled"] is { } most && bytes > long.Parse((string)most!, System.Globalization.CultureInfo.InvariantCulture))
            throw new RestFault(400, "bytesBilledLimitExceeded", $"Query exceeded limit for bytes billed: {most}. {bytes} or higher required.");
        if (query["destinationTable"] is JsonObject to)
            engine.Write(sql, $"{to["datasetId"]}.{to["tableId"]}", (string)query["writeDisposition"]!, (string)query["createDisposition"]!, job.Stop.Token);
        var result = engine.Run(sql, job.Stop.Token);
        if (result.AffectedRows is { } affected && StatementType(sql) is "INSERT" or "UPDATE" or "DELETE")
            job.Tell("query", With(statistics, "numDmlAffectedRows", $"{affected}"));
        return result;
    }

    private static JsonObject With(JsonObject statistics, string name, string value)
    {
        var more = (JsonObject)statistics.DeepClone();
        more[name] = value;
        return more;
    }

    public static string StatementType(string sql) => sql.TrimStart().Split(' ', '\n')[0].ToUpperInvariant() switch
    {
        "WITH" => "SELECT",
        "CREATE" => "CREATE_TABLE",
        var verb => verb,
    };
}
