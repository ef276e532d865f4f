using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker.SchemaRegistry;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Storage;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.Tests.SchemaRegistry;

/// <summary>A registry on loopback over a partition in a folder of its own; both may be closed and opened again.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private static readonly LogSettings Compacted = new() { Cleanup = CleanupPolicy.Compact, MinCleanableRatio = 0, DeleteRetention = TimeSpan.FromTicks(1) };

    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new(1_000_000);
    private readonly SchemaRegistryServerOptions _options;
    private readonly bool _fsyncs;
    private GroupCommit? _commit;
    private SchemaRegistryServer _server = null!;       // known once it listens, as are the next three
    private WebApplication _web = null!;
    private HttpClient _http = null!;

    private TestRegistry(SchemaRegistryServerOptions options, bool fsyncs) => (_options, _fsyncs) = (options, fsyncs);

    public PartitionLog Log { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    public RegistryState State => _server.State;

    public string? Authorization { get; set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TestRegistry> StartAsync(SchemaRegistryServerOptions? options = null, bool fsyncs = false)
    {
        var registry = new TestRegistry(options ?? new SchemaRegistryServerOptions(), fsyncs);
        registry.OpenLog();
        await registry.ListenAsync();
        return registry;
    }

    /// <summary>Closes the registry and its log, and opens them again.</summary>
    /// <param name="compacts">Compacts all that is there before.</param>
    public async Task RestartAsync(bool compacts = false)
    {
        await CloseAsync();
        if (compacts) Compact();
        await CloseLogAsync();
        OpenLog();
        await ListenAsync();
    }

    /// <summary>Compacts twice, so that tombstones go too.</summary>
    public void Compact()
    {
        for (var pass = 0; pass < 3; pass++)
        {
            Log.Roll();
            while (new Compaction(Log, _time).Run() is not null) { }
            _time.Advance(TimeSpan.FromDays(2));
        }
    }

    public SchemaRegistryClient Client() => new(new SchemaRegistryOptions { Urls = [Url], MaxRetries = 0, RequestTimeout = TimeSpan.FromSeconds(30) });

    public async Task<Answer> SendAsync(
        string method, string path, string? body = null, string type = "application/vnd.schemaregistry.v1+json", string? accept = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Url, path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (Authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        using var response = await _http.SendAsync(request, Stop);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop), response.Content.Headers.ContentType?.MediaType);
    }

    public Task<Answer> GetAsync(string path) => SendAsync("GET", path);

    public Task<Answer> DeleteAsync(string path) => SendAsync("DELETE", path);

    public Task<Answer> PutAsync(string path, string body) => SendAsync("PUT", path, body);

    public Task<Answer> PostAsync(string path, string schema, params SchemaReference[] references) => SendAsync("POST", path, BodyOf(schema, references));

    public async Task<int> RegisterAsync(string subject, string schema, params SchemaReference[] references) =>
        (int)(await PostAsync($"/subjects/{Uri.EscapeDataString(subject)}/versions", schema, references)).Ok["id"]!;

    public static string BodyOf(string schema, params SchemaReference[] references)
    {
        var body = new JsonObject { ["schema"] = schema };
        if (references.Length > 0)
            body["references"] = new JsonArray([.. references.Select(it =>
                new JsonObject { ["name"] = it.Name, ["subject"] = it.Subject, ["version"] = it.Version })]);
        return body.ToJsonString();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await CloseLogAsync();
        _folder.Dispose();
    }

    private void OpenLog()
    {
        _commit = _fsyncs ? new GroupCommit(1) : null;
        Log = PartitionLog.Open(_folder["_schemas-0"], Compacted, new LogEnvironment { Time = _time, Commit = _commit });
    }

    private async Task ListenAsync()
    {
        _server = SchemaRegistryServer.Open(Log, _options, _time, NullLogger.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _web = builder.Build();
        _server.MapSchemaRegistry(_web);
        await _web.StartAsync(Stop);
        Url = new Uri(_web.Urls.Single());
        _http = new HttpClient();
    }

    private async Task CloseAsync()
    {
        _http.Dispose();
        await _web.DisposeAsync();
        _server.Dispose();
    }

    private async Task CloseLogAsync()
    {
        Log.Dispose();
        if (_commit is not null) await _commit.DisposeAsync();
    }

    /// <summary>What the registry said.</summary>
    internal sealed record Answer(int Status, string Text, string? Type)
    {
        /// <summary>The JSON of a success.</summary>
        public JsonNode Ok
        {
            get
            {
                Status.ShouldBe(200, Text);
                return JsonNode.Parse(Text).ShouldNotBeNull();
            }
        }

        /// <summary>Checks a refusal.</summary>
        /// <returns>Its message.</returns>
        public string Refused(int status, int code)
        {
            Status.ShouldBe(status, Text);
            var body = JsonNode.Parse(Text).ShouldNotBeNull();
            ((int)body["error_code"]!).ShouldBe(code, Text);
            return (string)body["message"]!;
        }

        public void ShouldSay(string json) => Ok.ToJsonString().ShouldBe(JsonNode.Parse(json)!.ToJsonString());
    }
}
