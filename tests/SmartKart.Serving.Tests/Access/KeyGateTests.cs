using System.Net;
using System.Text.Json;
using SmartKart.Serving.Access;
using SmartKart.Serving.Tests.Shop;

namespace SmartKart.Serving.Tests.Access;

/// <summary>Who is let in by the served API where there are keys.</summary>
public sealed class KeyGateTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("smartkart-keys-").FullName, "keys.yaml");
    private readonly NewKey _shop = NewKey.Make("shop", ["recommend", "catalogue"], 1_000, 1_000);
    private readonly NewKey _slow = NewKey.Make("slow", ["models"], 0.001, 2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_opens_what_it_is_for_as_often_as_it_may_until_it_is_revoked()
    {
        await File.WriteAllTextAsync(_file, $"keys:\n{_shop.ToEntry()}{_slow.ToEntry()}", Stop);
        await using var shop = await ServedShop.StartAsync(keys: _file);

        foreach (var open in new[] { "/", "page/page.js", "health/live", "health/ready", "health", "metrics" })
            (await AskAsync(shop, open)).Status.ShouldBe(HttpStatusCode.OK, open);
        (await AskAsync(shop, "v1/nothing")).Status.ShouldBe(HttpStatusCode.NotFound);

        var without = await AskAsync(shop, "v1/recommendations");
        (without.Status, without.Challenge).ShouldBe((HttpStatusCode.Unauthorized, "Bearer realm=\"smartkart\""));
        without.Detail.ShouldContain("X-Api-Key");
        var unknown = await AskAsync(shop, "v1/recommendations", bearer: "sk_nobody");
        (unknown.Status, unknown.Challenge).ShouldBe((HttpStatusCode.Unauthorized, "Bearer realm=\"smartkart\", error=\"invalid_token\""));
        (await AskAsync(shop, "v1/recommendations", header: new string('x', 5_000))).Status.ShouldBe(HttpStatusCode.Unauthorized);

        (await AskAsync(shop, "v1/recommendations?limit=1", bearer: _shop.Secret)).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(shop, "api/products", header: _shop.Secret)).Status.ShouldBe(HttpStatusCode.OK);
        var missing = await AskAsync(shop, "v1/models", bearer: _shop.Secret);
        (missing.Status, missing.Challenge).ShouldBe((HttpStatusCode.Forbidden, "Bearer realm=\"smartkart\", error=\"insufficient_scope\", scope=\"models\""));
        missing.Detail.ShouldContain("'models'");

        (await AskAsync(shop, "v1/models", header: _slow.Secret)).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(shop, "v1/models", header: _slow.Secret)).Status.ShouldBe(HttpStatusCode.OK);
        var over = await AskAsync(shop, "v1/models", header: _slow.Secret);
        over.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        over.RetryAfter!.Value.TotalSeconds.ShouldBeInRange(900, 1_000);
        over.Detail.ShouldContain("0.001 times a second, 2 at once");

        var metrics = (await AskAsync(shop, "metrics")).Detail;
        foreach (var reason in new[] { "no_key", "unknown_key", "missing_scope", "rate_limited" })
            metrics.ShouldContain($"smartkart_serving_requests_refused_total{{reason=\"{reason}\"}}");

        await File.WriteAllTextAsync(_file, $"keys:\n{_slow.ToEntry()}", Stop);
        await ServedShop.UntilAsync(
            async () => (await AskAsync(shop, "v1/trending", bearer: _shop.Secret)).Status == HttpStatusCode.Unauthorized, "the key is revoked");
        await File.WriteAllTextAsync(_file, "keys: none", Stop);
        await ServedShop.UntilAsync(
            async () => (await AskAsync(shop, "health/ready")).Detail.Contains(":1: the file has no list", StringComparison.Ordinal), "the bad file is told of");
        (await AskAsync(shop, "v1/models", header: _slow.Secret)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    private static async Task<Answer> AskAsync(ServedShop shop, string path, string? bearer = null, string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (bearer is not null) request.Headers.Add("Authorization", $"Bearer {bearer}");
        if (header is not null) request.Headers.Add(KeyGate.KeyHeader, header);
        using var response = await shop.SendAsync(request, Stop);
        if (response.StatusCode >= HttpStatusCode.BadRequest) response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var (challenge, wait) = (string.Join(", ", response.Headers.WwwAuthenticate), response.Headers.RetryAfter?.Delta);
        return new Answer(response.StatusCode, challenge, wait, await response.Content.ReadAsStringAsync(Stop));
    }

    private sealed record Answer(HttpStatusCode Status, string Challenge, TimeSpan? RetryAfter, string Body)
    {
        /// <summary>A problem's detail, or the body of what is none.</summary>
        public string Detail => Status < HttpStatusCode.BadRequest ? Body : JsonDocument.Parse(Body).RootElement.GetProperty("detail").GetString()!;
    }
}
