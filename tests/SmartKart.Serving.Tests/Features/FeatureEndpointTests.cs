using System.Net;
using System.Text.Json;

namespace SmartKart.Serving.Tests.Features;

/// <summary>What the surface of features answers, in Feast's shape.</summary>
public sealed class FeatureEndpointTests(FeatureServer server) : IClassFixture<FeatureServer>
{
    [Fact]
    public async Task A_service_is_answered_name_by_name_with_a_value_for_each_entity()
    {
        var (response, body) = await server.PostAsync("""{"feature_service": "taste", "entities": {"user_id": ["ada", "nobody", "bob", null]}}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        Text(body.GetProperty("metadata").GetProperty("feature_names")).ShouldBe("""["user_id","views_7d","recent","affinity","last_at","last_query"]""");
        Values(body, 0).ShouldBe("""["ada","nobody","bob",null]""");
        Values(body, 1).ShouldBe("[4,0,0,0]");
        Values(body, 2).ShouldBe("""[["p4","p3","p2"],[],[],[]]""");
        Result(body, 3).GetProperty("values")[0].EnumerateArray().Select(item => item.GetProperty("key").GetString()).ShouldBe(["c1", "c2"]);
        Result(body, 3).GetProperty("values")[0][0].GetProperty("weight").GetDouble().ShouldBeInRange(2.9, 3);
        Values(body, 4).ShouldBe("""["2024-10-03T22:00:00.000003Z",null,null,null]""");
        Text(Result(body, 1).GetProperty("statuses")).ShouldBe("""["PRESENT","NOT_FOUND","OUTSIDE_MAX_AGE","NOT_FOUND"]""");
        Text(Result(body, 5).GetProperty("statuses")).ShouldBe("""["NULL_VALUE","NOT_FOUND","OUTSIDE_MAX_AGE","NOT_FOUND"]""");
        Text(Result(body, 1).GetProperty("event_timestamps")).ShouldBe("""["2024-10-03T22:00:00.000003Z",null,"2024-09-25T00:00:00Z",null]""");
    }

    [Fact]
    public async Task Features_of_several_views_are_named_one_by_one_and_told_apart_by_their_full_names()
    {
        const string Asked = """{"features": ["user_activity:views_7d", "product_activity:views_7d"], "entities": {"user_id": ["ada"], "product_id": ["p1"]}""";
        (await server.PostAsync(Asked + "}")).Body.GetProperty("detail").GetString()!.ShouldContain("full_feature_names");
        var (response, body) = await server.PostAsync(Asked + ", \"full_feature_names\": true}");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Text(body.GetProperty("metadata").GetProperty("feature_names"))
            .ShouldBe("""["user_id","product_id","user_activity__views_7d","product_activity__views_7d"]""");
        (Values(body, 2), Values(body, 3)).ShouldBe(("[4]", "[0]"));
    }

    [Theory]
    [InlineData("""{"feature_service": "tast", "entities": {"user_id": ["ada"]}}""", "Did you mean 'taste'")]
    [InlineData("""{"features": ["user_activity:view"], "entities": {"user_id": ["ada"]}}""", "no feature 'view'")]
    [InlineData("""{"features": ["user_activity.views_7d"], "entities": {"user_id": ["ada"]}}""", "Write view:feature")]
    [InlineData("""{"features": ["user_activity:views_7d", "user_activity:views_7d"], "entities": {"user_id": ["ada"]}}""", "named twice")]
    [InlineData("""{"feature_service": "taste", "entities": {"user": ["ada"]}}""", "lack the join key 'user_id'")]
    [InlineData("""{"feature_service": "taste", "entities": {"user_id": ["ada"], "card": ["x"]}}""", "'card'")]
    [InlineData("""{"feature_service": "taste", "entities": {"user_id": [7]}}""", "value 0 of 'user_id' is 7")]
    [InlineData("""{"feature_service": "taste", "entities": {"user_id": ["\ud800"]}}""", "value 0 of 'user_id'")]
    [InlineData("""{"feature_service": "taste", "entities": {"user_id": null}}""", "The column 'user_id' is null")]
    [InlineData("""{"feature_service": "taste", "entities": {}}""", "names no entities")]
    [InlineData("""{"feature_service": "taste", "features": ["user_activity:views_7d"], "entities": {"user_id": ["ada"]}}""", "either")]
    [InlineData("""{"feature_services": "taste", "entities": {"user_id": ["ada"]}}""", "feature_services")]
    [InlineData("""{"features": ["user_activity:views_7d", "product_activity:views_7d"], "full_feature_names": true,"""
        + """ "entities": {"user_id": ["ada", "bob"], "product_id": ["p1"]}}""", "another length")]
    [InlineData("not JSON", "can't be read")]
    public async Task What_is_wrong_with_a_request_is_a_problem_with_its_remedy(string asked, string expected)
    {
        var (response, body) = await server.PostAsync(asked);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        body.GetProperty("detail").GetString()!.ShouldContain(expected);
    }

    private static JsonElement Result(JsonElement body, int name) => body.GetProperty("results")[name];

    private static string Values(JsonElement body, int name) => Text(Result(body, name).GetProperty("values"));

    private static string Text(JsonElement json) => JsonSerializer.Serialize(json);
}
