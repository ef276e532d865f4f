using System.Net;

namespace SmartKart.Serving.Tests.Features;

/// <summary>What the surface of features answers while the store is away.</summary>
public sealed class UnavailableStoreTests(FeatureServer server) : IClassFixture<FeatureServer>
{
    [Fact]
    public async Task A_store_that_is_away_is_told_with_when_to_come_again()
    {
        const string Asked = """{"feature_service": "taste", "entities": {"user_id": ["ada"]}}""";
        (await server.PostAsync(Asked)).Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await server.StopRedisAsync();
        var (response, body) = await server.PostAsync(Asked);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        body.GetProperty("detail").GetString()!.ShouldContain("Redis at");
    }
}
