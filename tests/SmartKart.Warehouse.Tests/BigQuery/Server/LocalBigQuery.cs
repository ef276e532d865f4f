using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>
/// A server on loopback that speaks BigQuery's REST API v2 and runs its SQL on DuckDB. It takes what the discovery document allows and nothing
/// else (<see cref="RequestFacts"/>), wants the location of jobs that are not in a multi-region, and fails where it is told to.
/// </summary>
internal sealed class LocalBigQuery : IAsyncDisposable
{
    public const string Project = "shop";
    public const string Location = "europe-west3";

    private readonly WebApplication _web;
    private readonly JobEndpoints _jobs;
    private readonly UploadEndpoints _uploads;
    private readonly TableEndpoints _tables;

    private LocalBigQuery()
    {
        Jobs = new JobStore(Engine);
        _jobs = new JobEndpoints(Jobs);
        _uploads = new UploadEndpoints(Jobs, Engine);
        _tables = new TableEndpoints(Engine);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _web = builder.Build();
        _web.Run(ServeAsync);
    }

    public Uri Url { get; private set; } = null!;       // known once it listens

    public SqlEngine Engine { get; } = new();

    public JobStore Jobs { get; }

    public UploadEndpoints Uploads => _uploads;

    public TokenIssuer Tokens { get; } = new();

    /// <summary>What was asked, in order: <c>jobs.insert</c> and the like, with the request's path, query and body.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>What happens to the next requests of a method.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<Trouble>> Troubles { get; } = new();

    public static async Task<LocalBigQuery> StartAsync()
    {
        var server = new LocalBigQuery();
        await server._web.StartAsync(TestContext.Current.CancellationToken);
        server.Url = new Uri(server._web.Urls.Single() + "/");
        return server;
    }

    /// <summary>Lets a method's next request fail without being looked at.</summary>
    public void Fail(string method, int status, string reason, string? retryAfter = null) =>
        Add(method, new Trouble(new RestFault(status, reason, $"An error of the test's: {reason}"), retryAfter, LoseAnswer: false));

    /// <summary>Lets a method's next request be done, and its answer get lost.</summary>
    public void LoseAnswer(string method) => Add(method, new Trouble(null, null, LoseAnswer: true));

    public IReadOnlyList<Asked> AskedFor(string method) => [.. Requests.Where(asked => asked.Method == method)];

    public async ValueTask DisposeAsync()
    {
        Jobs.Release();
        await _web.DisposeAsync();
        await Jobs.EndAllAsync();
        Engine.Dispose();
        Tokens.Dispose();
    }

    private void Add(string method, Trouble trouble) => Troubles.GetOrAdd(method, _ => new()).Enqueue(trouble);

    private async Task ServeAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory, context.RequestAborted);
        var call = Call.Parse(context, memory.ToArray());
        Requests.Enqueue(new Asked(call.Method, context.Request.Path + context.Request.QueryString, call.Body));
        Troubles.TryGetValue(call.Method, out var troubles);
        Trouble? trouble = null;
        troubles?.TryDequeue(out trouble);
        try
        {
            if (trouble?.Fault is { } fault)
            {
                if (trouble.RetryAfter is not null) context.Response.Headers.RetryAfter = trouble.RetryAfter;
                throw fault;
            }
            var answer = await AnswerAsync(call, context);
            if (trouble is { LoseAnswer: true }) context.Abort();
            else await WriteAsync(context, answer.Status, answer.Body);
        }
        catch (RestFault refused)
        {
            await WriteAsync(context, refused.Status, refused.Body());
        }
    }

    private async Task<(int Status, JsonNode? Body)> AnswerAsync(Call call, HttpContext context)
    {
        if (call.Method == "token") return (200, Tokens.Issue(call.Form));
        Tokens.Check(context.Request.Headers.Authorization.ToString());
        if (call.Method is "upload.start" or "upload.multipart" or "upload.part") return await _uploads.AnswerAsync(call, context);
        RequestFacts.Check(context.Request.Query, call.Method);
        if (call.Parts[0] != Project) throw RestFault.NotFound($"Project {call.Parts[0]}");
        return call.Method.StartsWith("jobs.", StringComparison.Ordinal) ? await _jobs.AnswerAsync(call, context) : (200, _tables.Answer(call));
    }

    private static Task WriteAsync(HttpContext context, int status, JsonNode? body)
    {
        context.Response.StatusCode = status;
        if (body is null) return Task.CompletedTask;
        context.Response.ContentType = "application/json; charset=UTF-8";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    internal sealed record Asked(string Method, string Target, JsonNode? Body);

    internal sealed record Trouble(RestFault? Fault, string? RetryAfter, bool LoseAnswer);
}
