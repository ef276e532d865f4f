using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartKart.Schemas.Catalogue;
using SmartKart.Serving.Access;
using SmartKart.Serving.OpenApi;
using SmartKart.Serving.Recommending;
using SmartKart.Serving.Rollouts;
using SmartKart.Serving.Tests.Rollouts;
using SmartKart.Serving.Tests.Shop;

namespace SmartKart.Serving.Tests.OpenApi;

/// <summary>The document says what the API does: all of it, and no more.</summary>
public sealed class OpenApiTests(SharedShop shared) : IClassFixture<SharedShop>, IDisposable
{
    private const string Page = "/page/", Models = "GET /v1/models";

    // What takes a fault of the server's or of its neighbours that isn't made here.
    private static readonly string[] NotAsked =
    [
        "POST /v1/events 503", "POST /api/track-interaction 503", "POST /v1/features/online 504", "GET /health/ready 503",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-openapi-");
    private readonly JsonNode _document = JsonNode.Parse(OpenApiDocument.ReadJson())!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spectral_finds_nothing_against_the_document()
    {
        var program = Path.Combine("node_modules", "@stoplight", "spectral-cli", "dist", "index.js");
        var (status, output) = await NodePeer.RunAsync(
            "@stoplight/spectral-cli", [], program, "lint", await WriteAsync(), "--ruleset", "openapi_rules.yaml", "--fail-severity", "hint");
        status.ShouldBe(0, output);
    }

    [Fact]
    public async Task Each_mapped_route_is_documented_with_its_scope_and_each_documented_one_is_mapped()
    {
        var shop = await shared.GetAsync();
        Dictionary<string, string> mapped = [], documented = [];
        foreach (var route in shop.Routes.OfType<RouteEndpoint>())
        {
            var path = route.RoutePattern.RawText!.StartsWith(Page, StringComparison.Ordinal) ? $"{Page}{{file}}" : route.RoutePattern.RawText;
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(method => method != HttpMethods.Head))
                mapped[$"{method} {path}"] = route.Metadata.GetMetadata<NeededScope>() is { } needed ? ScopeNames.Of(needed.Scope) : "";
        }
        foreach (var (path, operations) in _document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
                documented[$"{method.ToUpperInvariant()} {path}"] = operation!["x-scope"]?.GetValue<string>() ?? "";
        }
        documented.OrderBy(each => each.Key, StringComparer.Ordinal).ShouldBe(mapped.OrderBy(each => each.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_document_lists_is_what_there_is()
    {
        Names("EventTopic").ShouldBe(TopicCatalog.Shipped.All.Where(topic => topic.Producer == "commerce").Select(topic => topic.Name), ignoreOrder: true);
        Names("Rung").ShouldBe(Enum.GetValues<Rung>().Select(RungNames.Of), ignoreOrder: true);
    }

    [Fact]
    public async Task Each_example_of_a_body_is_one_that_is_taken()
    {
        var shop = await shared.GetAsync();
        foreach (var (path, operations) in _document["paths"]!.AsObject())
        {
            if (operations!["post"]?["requestBody"]!["content"]!["application/json"]!["example"] is not { } example) continue;
            var (response, body) = await shop.PostAsync(path[1..], example.ToJsonString());
            response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {body}");
        }
    }

    [Fact]
    public async Task Answers_of_each_route_and_status_are_as_the_document_has_them()
    {
        var (all, slow) = (NewKey.Make("all", ScopeNames.All, 1_000, 1_000), NewKey.Make("slow", ScopeNames.All, 0.001, 1));
        var none = NewKey.Make("none", ["models"], 1_000, 1_000);
        var other = NewKey.Make("other", ["events"], 1_000, 1_000);
        var keys = Path.Combine(_folder.FullName, "keys.yaml");
        await File.WriteAllTextAsync(keys, $"keys:\n{all.ToEntry()}{slow.ToEntry()}{none.ToEntry()}{other.ToEntry()}", Stop);
        var log = new AnswerLog();
        await using (var shop = await ServedShop.StartAsync(keys: keys))
        {
            await log.AskAsync(shop, Models, key: slow.Secret);
            foreach (var asked in Asked.All)
            {
                await log.AskAsync(shop, asked.Route, asked.Body, all.Secret);
                if (asked.IsOpen) continue;
                await log.AskAsync(shop, asked.Route, asked.Body);
                await log.AskAsync(shop, asked.Route, asked.Body, asked.Route.EndsWith("/models", StringComparison.Ordinal) ? other.Secret : none.Secret);
                await log.AskAsync(shop, asked.Route, asked.Body, slow.Secret);
                if (asked.Body is null) await log.AskAsync(shop, $"{asked.Route}{(asked.Route.Contains('?') ? "&" : "?")}limt=1", key: all.Secret);
                else await log.AskAsync(shop, asked.Route, """{"limt": 1}""", all.Secret);
                if (asked.Body is not null) await log.AskAsync(shop, asked.Route, new string(' ', ServedShop.BodyBytesMax + 1), all.Secret);
            }
            await log.AskAsync(shop, "GET /v1/products/nothing", key: all.Secret);
            await shop.StopRedisAsync();
            await log.AskAsync(shop, "GET /v1/recommendations?user_id=ada", key: all.Secret);
            await log.AskAsync(shop, "POST /v1/features/online", Asked.Features, all.Secret);
        }

        (await HeldToTheDocumentAsync(log)).Select(answer => $"{answer.GetProperty("route")} {answer.GetProperty("status")}").Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(Documented().Except(NotAsked).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Answers_while_a_candidate_is_rolled_out_are_as_the_document_has_them()
    {
        var log = new AnswerLog();
        await using (var shop = await RolledShop.StartAsync())
        {
            await shop.RollOutAsync(new RolloutOptions { Mode = RolloutMode.Canary, Percent = 50, ListsMin = 20 }, "waiting");
            await log.AskAsync(shop, Models);
            shop.Propose(RolledShop.Erring);
            await shop.UntilStateAsync("running");
            await log.AskAsync(shop, Models);
            for (var at = 0; at < 4; at++)
            {
                await log.AskAsync(shop, $"GET /v1/recommendations?user_id=user-{at}");
                await log.AskAsync(shop, "POST /v1/rank", $$"""{"user_id": "user-{{at}}", "viewed": ["tea"], "products": ["pot"]}""");
            }
            await RolledShop.AskUntilRolledBackAsync(shop);
            await log.AskAsync(shop, Models);
        }
        await HeldToTheDocumentAsync(log);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<IReadOnlyList<JsonElement>> HeldToTheDocumentAsync(AnswerLog log)
    {
        var (status, output) = await NodePeer.RunAsync("ajv", log.Answers, "openapi_answers.cjs", await WriteAsync());
        status.ShouldBe(0, output);
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        foreach (var (answer, sent) in answers.Zip(log.Answers)) answer.GetProperty("errors").GetArrayLength().ShouldBe(0, $"{answer} {sent}");
        return answers;
    }

    private IEnumerable<string> Documented() =>
        from path in _document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        from response in operation.Value!["responses"]!.AsObject()
        where response.Key != "default"
        select $"{operation.Key.ToUpperInvariant()} {path.Key} {response.Key}";

    private IEnumerable<string> Names(string schema) =>
        _document["components"]!["schemas"]![schema]!["enum"]!.AsArray().Select(name => name!.GetValue<string>());

    private async Task<string> WriteAsync()
    {
        var path = Path.Combine(_folder.FullName, "openapi.json");
        await File.WriteAllTextAsync(path, _document.ToJsonString(), Stop);
        return path;
    }
}
