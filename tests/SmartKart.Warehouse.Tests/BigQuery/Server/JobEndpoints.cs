using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>The methods of jobs.</summary>
internal sealed class JobEndpoints(JobStore jobs)
{
    private const int DefaultTimeoutMs = 10_000;

    public async Task<(int, JsonNode?)> AnswerAsync(Call call, HttpContext context) => call.Method switch
    {
        "jobs.insert" => (200, Insert(call)),
        "jobs.get" => (200, jobs.Find(call.Parts[1], Location(call)).ToJson()),
        "jobs.cancel" => (200, Cancel(call)),
        "jobs.query" => (200, await QueryAsync(call.Checked("QueryRequest"), context.RequestAborted)),
        _ => (200, await ResultsAsync(call, context.RequestAborted)),
    };

    private static string? Location(Call call) => call.Query["location"] is [{ } location] ? location : null;

    private JsonObject Insert(Call call)
    {
        var job = call.Checked("Job");
        var configuration = job["configuration"]!.AsObject();
        if ((configuration["query"] is null) == (configuration["load"] is null)) throw RestFault.Invalid("A job is one of query and load here.");
        if (configuration["query"] is JsonObject query)
        {
            QueryJobs.Check(query);
            if (query["priority"] is { } priority && (string?)priority is not ("INTERACTIVE" or "BATCH"))
                throw RestFault.Invalid($"Invalid priority {priority}");
        }
        else
        {
            LoadJobs.Check(configuration["load"]!.AsObject(), withFile: false);
        }
        return (bool?)configuration["dryRun"] == true ? Plan(configuration) : jobs.Start(job["jobReference"] as JsonObject, configuration).ToJson();
    }

    private JsonObject Plan(JsonObject configuration)
    {
        var query = configuration["query"]!.AsObject();
        var reader = QueryJobs.Reader(query);
        var sql = reader.Translate((string)query["query"]!);
        var schema = jobs.Engine.Describe(sql);
        var bytes = jobs.Engine.CountBytes(reader.Tables);
        return new JsonObject
        {
            ["jobReference"] = new JsonObject { ["projectId"] = LocalBigQuery.Project, ["jobId"] = "", ["location"] = LocalBigQuery.Location },
            ["configuration"] = configuration.DeepClone(),
            ["status"] = new JsonObject { ["state"] = "DONE" },
            ["statistics"] = new JsonObject
            {
                ["totalBytesProcessed"] = $"{bytes}",
                ["query"] = new JsonObject { ["schema"] = new JsonObject { ["fields"] = schema }, ["statementType"] = QueryJobs.StatementType(sql) },
            },
        };
    }

    private JsonObject Cancel(Call call)
    {
        var job = jobs.Find(call.Parts[1], Location(call));
        job.Stop.Cancel();
        return new JsonObject { ["kind"] = "bigquery#jobCancelResponse", ["job"] = job.ToJson() };
    }

    private async Task<JsonObject> QueryAsync(JsonObject request, CancellationToken stop)
    {
        QueryJobs.Check(request);
        var id = (string?)request["requestId"];
        if (id is not null && (id.Length > 36 || !id.All(char.IsAscii))) throw RestFault.Invalid("A requestId has 36 ASCII characters at most.");
        var job = id is null ? null : jobs.FindRequest(id);
        if (job is null)
        {
            var query = new JsonObject();
            foreach (var name in new[] { "query", "queryParameters", "parameterMode", "defaultDataset", "maximumBytesBilled", "useLegacySql" })
                if (request[name] is { } value) query[name] = value.DeepClone();
            job = jobs.Start(null, new JsonObject { ["query"] = query, ["labels"] = request["labels"]?.DeepClone() });
            if (id is not null) jobs.Remember(id, job);
        }
        await WaitAsync(job, (int?)request["timeoutMs"] ?? DefaultTimeoutMs, stop);
        return Page(job, 0, (int?)request["maxResults"], (bool?)request["formatOptions"]?["useInt64Timestamp"] == true);
    }

    private async Task<JsonObject> ResultsAsync(Call call, CancellationToken stop)
    {
        var job = jobs.Find(call.Parts[1], Location(call));
        await WaitAsync(job, Number(call, "timeoutMs") ?? DefaultTimeoutMs, stop);
        return Page(job, Number(call, "pageToken") ?? 0, Number(call, "maxResults"), call.Query["formatOptions.useInt64Timestamp"] == "true");
    }

    private static int? Number(Call call, string name) => call.Query[name] is [{ } text] ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static async Task WaitAsync(Job job, int timeoutMs, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(job.Done, Task.Delay(timeoutMs, over.Token));
        await over.CancelAsync();
    }

    private static JsonObject Page(Job job, int from, int? maxResults, bool microseconds)
    {
        var page = new JsonObject { ["kind"] = "bigquery#queryResponse", ["jobReference"] = job.Reference.DeepClone(), ["jobComplete"] = job.Done.IsCompleted };
        if (!job.Done.IsCompleted) return page;
        if (job.Fault is { } fault) throw fault;
        var result = job.Result!;
        page["schema"] = new JsonObject { ["fields"] = result.Schema.DeepClone() };
        page["totalRows"] = $"{result.Rows.Count}";
        page["totalBytesProcessed"] = job.Statistics["totalBytesProcessed"]?.DeepClone();
        page["cacheHit"] = false;
        if (job.Statistics["query"]!["numDmlAffectedRows"] is { } affected) page["numDmlAffectedRows"] = affected.DeepClone();
        var rows = result.Rows.Skip(from).Take(maxResults ?? int.MaxValue).ToArray();
        page["rows"] = new JsonArray([.. rows.Select(row => Timestamps.Write(row, result.Schema, microseconds))]);
        if (from + rows.Length < result.Rows.Count && rows.Length > 0) page["pageToken"] = $"{from + rows.Length}";
        return page;
    }
}
