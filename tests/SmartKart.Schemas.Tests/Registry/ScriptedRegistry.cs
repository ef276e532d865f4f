using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace SmartKart.Schemas.Tests.Registry;

/// <summary>A schema registry on loopback that answers as Confluent's does, and fails where it is told to.</summary>
internal sealed class ScriptedRegistry : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly RegistryEndpoints _endpoints;
    private readonly Lock _gate = new();        // guards the store

    private ScriptedRegistry(Uri? at, X509Certificate2? certificate, bool wantsClientCertificate)
    {
        _endpoints = new RegistryEndpoints(Store);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, at?.Port ?? 0, listen =>
        {
            if (certificate is null) return;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                ClientCertificateMode = wantsClientCertificate
                    ? ClientCertificateMode.RequireCertificate
                    : ClientCertificateMode.NoCertificate,
                ClientCertificateValidation = (shown, _, _) => shown.Subject == "CN=smartkart-test-client",
            });
        }));
        _web = builder.Build();
        _web.Run(ServeAsync);
    }

    public Uri Url { get; private set; } = null!;       // known once it listens

    public SubjectStore Store { get; } = new();

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>What happens to the next requests, one each, instead of an answer.</summary>
    public ConcurrentQueue<RequestDelegate> Faults { get; } = new();

    /// <summary>The <c>Authorization</c> without which nothing is answered.</summary>
    public string? Authorization { get; set; }

    public static async Task<ScriptedRegistry> StartAsync(Uri? at = null, X509Certificate2? certificate = null, bool wantsClientCertificate = false)
    {
        var registry = new ScriptedRegistry(at, certificate, wantsClientCertificate);
        await registry._web.StartAsync(TestContext.Current.CancellationToken);
        registry.Url = new Uri(registry._web.Urls.Single());
        return registry;
    }

    /// <summary>Lets the next request fail with a status.</summary>
    public void Fail(int status, string body = "", string? retryAfter = null) => Faults.Enqueue(context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsync(body, context.RequestAborted);
    });

    /// <summary>Holds the next request until told to go on, and says when it has come.</summary>
    public (Task Came, TaskCompletionSource GoOn) Hold()
    {
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Faults.Enqueue(async context =>
        {
            came.SetResult();
            await goOn.Task.WaitAsync(context.RequestAborted);
            await AnswerAsync(context);
        });
        return (came.Task, goOn);
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        // As it was sent: Kestrel's own path is unescaped already.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        context.Request.EnableBuffering();
        using var text = new StreamReader(context.Request.Body, leaveOpen: true);
        var body = await text.ReadToEndAsync(context.RequestAborted);
        Requests.Enqueue(new Asked($"{context.Request.Method} {target}", body, context.Request.ContentType, context.Request.Headers.Accept.ToString()));
        context.Request.Body.Position = 0;
        if (Faults.TryDequeue(out var fault)) await fault(context);
        else await AnswerAsync(context);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (Authorization is not null && context.Request.Headers.Authorization != Authorization)
        {
            await WriteAsync(context, 401, new JsonObject { ["error_code"] = 40101, ["message"] = "User cannot be authenticated" });
            return;
        }
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?')[0].Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        var query = context.Request.Query.Where(pair => pair.Value == "true").ToLookup(pair => pair.Key, pair => pair.Value.ToString());
        var body = context.Request.ContentLength > 0
            ? await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted)
            : null;
        int status;
        JsonNode answer;
        lock (_gate) (status, answer) = _endpoints.Answer(context.Request.Method, path, query, body);
        await WriteAsync(context, status, answer);
    }

    private static Task WriteAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/vnd.schemaregistry.v1+json";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    /// <summary>A request, as it came.</summary>
    internal sealed record Asked(string Line, string Body, string? ContentType, string Accept);
}
