using System.Net;
using SmartKart.Schemas.Events;

namespace SmartKart.Serving.Tests.Shop;

/// <summary>Events that are taken over HTTP, and lists that are told as impressions.</summary>
public sealed class EventTests(SharedShop shared) : IClassFixture<SharedShop>
{
    [Fact]
    public async Task Events_reach_their_topics_with_their_ids_and_lists_are_told_as_impressions()
    {
        await using var shop = await ServedShop.StartAsync();
        // One is wrong, and none of its request is taken.
        await shop.PostAsync("v1/events", """{"events": [{"topic": "clickstream", "event": {"user_id": "x", "action": "view"}}, {"topic": "clickstream", "event": {}}]}""");
        var (response, body) = await shop.PostAsync("v1/events", """
            {"events": [
                {"topic": "clickstream", "event": {"user_id": "ada", "action": "click", "product_id": "pot"}},
                {"topic": "clickstream", "event": {"event_id": "0190a5a0-0000-7000-8000-000000000001", "occurred_at": "2026-01-02T03:04:05Z", "user_id": "ada", "action": "search", "query": "mugs"}}
            ]}
            """);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        body.GetProperty("accepted").GetInt32().ShouldBe(2);
        var (_, list) = await shop.GetAsync("v1/recommendations?user_id=ada&limit=2&list_id=home&session_id=s1");
        var read = PublishedEvents.Read(shop, 4);
        read.Select(each => each.EventId.ToString()).Take(2).ShouldBe(body.GetProperty("event_ids").EnumerateArray().Select(each => each.GetString()!));
        read[1].Query.ShouldBe("mugs");
        read.Skip(2).Select(each => (each.Action, each.ProductId, each.Position, each.ListId, each.SessionId, each.Propensity)).ShouldBe(
        [
            (ClickstreamAction.Impression, "pot", 0, "home", "s1", 1.0), (ClickstreamAction.Impression, "mug", 1, "home", "s1", 1.0),
        ]);
        read[2].RecommendationId.ShouldBe(list.GetProperty("recommendation_id").GetString());
    }

    [Theory]
    [InlineData("""{"topic": "clickstrem", "event": {}}""", "topic", "has to be one of")]
    [InlineData("""{"topic": "session_closed", "event": {}}""", "topic", "clickstream")]
    [InlineData("""{"topic": "clickstream"}""", "event", "missing")]
    [InlineData("""{"topic": "clickstream", "event": {"user_id": "ada", "action": "veiw"}}""", "event", "has unknown, impression, view")]
    [InlineData("""{"topic": "clickstream", "event": {"user_id": "", "action": "view"}}""", "event", "user_id")]
    [InlineData("""{"topic": "clickstream", "event": {"user_id": "ada", "action": "view", "producct_id": "p"}}""", "event", "producct_id")]
    [InlineData("""{"topic": "clickstream", "event": {"user_id": "ada", "action": "view", "occurred_at": "2999-01-01T00:00:00Z"}}""", "event", "occurred_at")]
    [InlineData("""{"events": []}""", "events", "1 to 1000")]
    [InlineData("""{"events": [{"topic": "clickstream", "event": {"user_id": "ada", "action": "view"}}, {"topic": "clickstream", "event": {"action": "view"}}]}""", "events[1].event", "user_id")]
    [InlineData("""{"evnts": []}""", null, "evnts")]
    [InlineData("nonsense", null, "can't be read")]
    public async Task What_is_no_event_is_refused_by_field(string sent, string? field, string expected)
    {
        var shop = await shared.GetAsync();
        var (response, body) = await shop.PostAsync("v1/events", sent);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        if (field is not null) body.GetProperty("field").GetString().ShouldBe(field);
        body.GetProperty("detail").GetString()!.ShouldContain(expected);
    }
}
