using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SmartKart.Scoring.Tests.Registry.Server;

/// <summary>
/// A server on loopback that speaks MLflow's REST API as documented, with its runs, models and artifacts in memory (<see cref="MlflowState"/>), wants
/// credentials where it is told to, and fails where it is told to.
/// </summary>
internal sealed class LocalMlflow : IAsyncDisposable
{
    private const string Api = "/api/2.0/mlflow/", Artifacts = "/api/2.0/mlflow-artifacts/artifacts/";

    private readonly WebApplication _web;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Trouble>> _troubles = new();

    private LocalMlflow()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _web = builder.Build();
        _web.Run(ServeAsync);
    }

    public Uri Url { get; private set; } = null!;       // known once it listens

    public MlflowState State { get; } = new();

    /// <summary>The header that it wants; null where it takes anyone.</summary>
    public string? Authorization { get; set; }

    /// <summary>What was asked, in order: <c>POST runs/create</c>, <c>PUT artifact</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<LocalMlflow> StartAsync()
    {
        var server = new LocalMlflow();
        await server._web.StartAsync(TestContext.Current.CancellationToken);
        server.Url = new Uri(server._web.Urls.Single());
        return server;
    }

    /// <summary>Lets the next request of a method fail without being looked at.</summary>
    public void Fail(string method, int status, string body = """{"error_code": "INTERNAL_ERROR", "message": "The test's."}""", string? retryAfter = null) =>
        Add(method, new Trouble(status, body, retryAfter));

    /// <summary>Lets the next request of a method be taken as it is.</summary>
    public void Pass(string method) => Add(method, null);

    /// <summary>Lets the next request of a method be done, and its answer get lost.</summary>
    public void LoseAnswer(string method) => Add(method, new Trouble(0, "", null));

    /// <summary>Lets the next request of a method stand until its caller gives up.</summary>
    public void Stall(string method) => Add(method, new Trouble(-1, "", null));

    public int AskedFor(string method) => Requests.Count(asked => asked == method);

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private void Add(string method, Trouble? trouble) => _troubles.GetOrAdd(method, _ => new()).Enqueue(trouble ?? new Trouble(1, "", null));

    private async Task ServeAsync(HttpContext context)
    {
        var request = context.Request;
        using var raw = new MemoryStream();
        await request.Body.CopyToAsync(raw, context.RequestAborted);
        var path = request.Path.Value!;
        var isArtifact = path.StartsWith(Artifacts, StringComparison.Ordinal);
        var method = $"{request.Method} {(isArtifact ? "artifact" : path[Math.Min(path.Length, Api.Length)..])}";
        Requests.Enqueue(method);
        if (Authorization is not null && request.Headers.Authorization != Authorization)
        {
            await AnswerAsync(context, 401, "You are not authenticated."u8.ToArray(), "text/plain");
            return;
        }
        var trouble = _troubles.TryGetValue(method, out var troubles) && troubles.TryDequeue(out var next) ? next : null;
        if (trouble is { Status: -1 }) await Task.Delay(Timeout.Infinite, context.RequestAborted);
        if (trouble is { Status: > 1 })
        {
            if (trouble.RetryAfter is not null) context.Response.Headers.RetryAfter = trouble.RetryAfter;
            await AnswerAsync(context, trouble.Status, System.Text.Encoding.UTF8.GetBytes(trouble.Body), "application/json");
            return;
        }
        var (status, body) = isArtifact ? Artifact(request, path[Artifacts.Length..], raw.ToArray()) : Method(request, method, raw.ToArray());
        if (trouble is { Status: 0 }) context.Abort();
        else await AnswerAsync(context, status, body, isArtifact ? "application/octet-stream" : "application/json");
    }

    private (int, byte[]) Artifact(HttpRequest request, string path, byte[] body)
    {
        if (request.Method == "GET") return State.Artifacts.TryGetValue(path, out var there) ? (200, there) : (404, MlflowFault.NotFound(path).Body());
        State.Artifacts[path] = body;
        return (200, "{}"u8.ToArray());
    }

    private (int, byte[]) Method(HttpRequest request, string method, byte[] raw)
    {
        try
        {
            var arguments = new JsonObject();
            if (request.Method == "GET") foreach (var (name, value) in request.Query) arguments[name] = value.ToString();
            else if (request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true) throw MlflowFault.Invalid("Content-Type must be one of ['application/json'].");
            else arguments = JsonNode.Parse(raw)!.AsObject();
            lock (State) return (200, System.Text.Encoding.UTF8.GetBytes(State.Answer(method, arguments).ToJsonString()));
        }
        catch (MlflowFault fault)
        {
            return (fault.Status, fault.Body());
        }
    }

    private static async Task AnswerAsync(HttpContext context, int status, byte[] body, string type)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private sealed record Trouble(int Status, string Body, string? RetryAfter);
}
