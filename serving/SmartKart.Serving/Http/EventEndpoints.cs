using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartKart.Serving.Access;
using SmartKart.Serving.Events;

namespace SmartKart.Serving.Http;

/// <summary><c>POST /v1/events</c>: an event or a batch of them, validated and published. All of a request's events are taken, or none.</summary>
internal sealed class EventEndpoints(EventSchemaSet schemas, EventPublisher publisher, TimeProvider time)
{
    private const int EventsMax = 1_000;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/events", TakeAsync).Needs(Scope.Events);

    /// <summary>Publishes events and answers with their ids.</summary>
    public async Task PublishAsync(HttpContext http, IReadOnlyList<EncodedEvent> events)
    {
        if (!publisher.TryPublish(events, out var refusal))
        {
            await Problems.UnavailableAsync(http, $"{refusal} Send them again later.");
            return;
        }
        await JsonBody.WriteAsync(http, new { Accepted = events.Count, EventIds = events.Select(each => each.EventId) }, StatusCodes.Status202Accepted);
    }

    /// <summary>Encodes an event of a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="fields">The event.</param>
    /// <param name="at">What it is called in the request; empty where the request is it.</param>
    /// <exception cref="RequestException">It is none.</exception>
    public EncodedEvent Encode(string? topic, JsonObject? fields, string at)
    {
        if (topic is null || schemas.Find(topic) is not { } schema)
            throw new RequestException($"{at}topic", $"'{at}topic' is {(topic is null ? "missing" : $"'{topic}'")}, and has to be one of {string.Join(", ", schemas.Names)}.");
        if (fields is null) throw new RequestException($"{at}event", $"'{at}event' is missing. Give the event's fields, as the contract of {topic} has them.");
        try
        {
            return EncodedEvent.Of(schema, fields, time.GetUtcNow());
        }
        catch (EventException fault)
        {
            throw new RequestException($"{at}event", $"'{at}event' is no event of {topic}: {fault.Message}");
        }
    }

    private async Task TakeAsync(HttpContext http)
    {
        var request = await JsonBody.ReadAsync<EventRequest>(http);
        if (request.Events is null)
        {
            await PublishAsync(http, [Encode(request.Topic, request.Event, "")]);
            return;
        }
        if (request.Topic is not null || request.Event is not null) throw new RequestException("events", "Give either 'events' or one 'topic' with its 'event'.");
        if (request.Events.Count is 0 or > EventsMax) throw new RequestException("events", $"'events' has {request.Events.Count} events, and has to have 1 to {EventsMax}.");
        await PublishAsync(http, [.. request.Events.Select((each, at) => Encode(each.Topic, each.Event, $"events[{at}]."))]);
    }

    /// <summary>The body of <c>POST /v1/events</c>: one event, or several.</summary>
    private sealed record EventRequest
    {
        public string? Topic { get; init; }
        public JsonObject? Event { get; init; }
        public IReadOnlyList<OneEvent>? Events { get; init; }
    }

    /// <summary>An event of a batch.</summary>
    private sealed record OneEvent
    {
        public string? Topic { get; init; }
        public JsonObject? Event { get; init; }
    }
}
