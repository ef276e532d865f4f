using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>Loads that bring their file: in one request of two parts, or in a session of ranges.</summary>
internal sealed class UploadEndpoints(JobStore jobs, SqlEngine engine)
{
    private const int Granule = 256 * 1024;

    private readonly ConcurrentDictionary<string, Session> _sessions = new();

    /// <summary>Forgets the sessions that are open.</summary>
    public void ForgetSessions() => _sessions.Clear();

    public async Task<(int, JsonNode?)> AnswerAsync(Call call, HttpContext context) => call.Method switch
    {
        "upload.multipart" => (200, await MultipartAsync(call, context)),
        "upload.start" => (200, Begin(call, context)),
        _ => Take(call, context),
    };

    private async Task<JsonNode> MultipartAsync(Call call, HttpContext context)
    {
        RequestFacts.Check(call.Query, "jobs.insert");
        if (call.Query["uploadType"] != "multipart") throw RestFault.Invalid("uploadType is multipart or resumable.");
        var type = MediaTypeHeaderValue.Parse(context.Request.ContentType);
        if (type.MediaType != "multipart/related") throw RestFault.Invalid($"The content type is {type.MediaType}, and not multipart/related.");
        using var body = new MemoryStream(call.Raw);
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), body);
        var metadata = await reader.ReadNextSectionAsync(context.RequestAborted) ?? throw RestFault.Invalid("There is no metadata part.");
        var job = JsonNode.Parse(await metadata.ReadAsStringAsync(context.RequestAborted));
        var media = await reader.ReadNextSectionAsync(context.RequestAborted) ?? throw RestFault.Invalid("There is no media part.");
        var path = engine.NewFile();
        await using (var file = File.Create(path)) await media.Body.CopyToAsync(file, context.RequestAborted);
        return Start(job, path);
    }

    private JsonNode? Begin(Call call, HttpContext context)
    {
        RequestFacts.Check(call.Query, "jobs.insert");
        var headers = context.Request.Headers;
        var length = long.Parse(headers["X-Upload-Content-Length"].ToString(), CultureInfo.InvariantCulture);
        if (headers["X-Upload-Content-Type"].Count == 0) throw RestFault.Invalid("X-Upload-Content-Type is missing.");
        LoadJobs.Check(RequestFacts.Check(call.Body, "Job")["configuration"]!["load"]!.AsObject(), withFile: true);
        var id = Guid.NewGuid().ToString("N");
        _sessions[id] = new Session(call.Body!, length, engine.NewFile());
        context.Response.Headers.Location = $"{context.Request.Scheme}://{context.Request.Host}/upload/sessions/{id}";
        return null;
    }

    private (int, JsonNode?) Take(Call call, HttpContext context)
    {
        if (!_sessions.TryGetValue(call.Parts[0], out var session)) throw RestFault.NotFound("the upload session");
        lock (session)
        {
            if (session.Job is { } done) return (200, done.ToJson());
            var range = ContentRangeHeaderValue.Parse(context.Request.Headers.ContentRange.ToString());
            if (range.Length != session.Length) throw RestFault.Invalid("The length is not that of the session.");
            if (range.HasRange)
            {
                if (range.From > session.Received) throw RestFault.Invalid($"Bytes from {range.From} came, and {session.Received} are there.");
                if (range.To - range.From + 1 != call.Raw.Length) throw RestFault.Invalid("The range is not the body's.");
                if (call.Raw.Length % Granule != 0 && range.To + 1 != session.Length) throw RestFault.Invalid("A part is a multiple of 256 KiB.");
                using var file = File.OpenWrite(session.Path);
                file.Position = range.From!.Value;
                file.Write(call.Raw);
                session.Received = range.To!.Value + 1;
            }
            if (session.Received == session.Length) return (200, (session.Job = StartJob(session.Metadata, session.Path)).ToJson());
            if (session.Received > 0) context.Response.Headers.Range = $"bytes=0-{session.Received - 1}";
            return (308, null);
        }
    }

    private JsonObject Start(JsonNode? metadata, string path) => StartJob(metadata, path).ToJson();

    private Job StartJob(JsonNode? metadata, string path)
    {
        var job = RequestFacts.Check(metadata, "Job");
        var configuration = job["configuration"]!.AsObject();
        LoadJobs.Check(configuration["load"] as JsonObject ?? throw RestFault.Invalid("Only a load has a file."), withFile: true);
        return jobs.Start(job["jobReference"] as JsonObject, configuration, path);
    }

    private sealed class Session(JsonNode metadata, long length, string path)
    {
        public JsonNode Metadata => metadata;

        public long Length => length;

        public string Path => path;

        public long Received { get; set; }

        public Job? Job { get; set; }
    }
}
