using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Sessions;

/// <summary>What a visit keeps of one event until it closes. Kept as JSON, so a field may be added.</summary>
internal sealed record VisitEvent
{
    /// <summary>What it is as a step; null for what is none, such as an impression.</summary>
    public SessionStepKind? Kind { get; init; }

    /// <summary>The product acted on.</summary>
    public string? ProductId { get; init; }

    /// <summary>The recommendation responses that led to it: one of a click, those of an order's lines.</summary>
    public string[]? RecommendationIds { get; init; }

    /// <summary>It put something into the cart.</summary>
    public bool Added { get; init; }

    /// <summary>The order that was placed.</summary>
    public string? OrderId { get; init; }

    /// <summary>What the order came to.</summary>
    public decimal Total { get; init; }

    /// <summary>The total's currency.</summary>
    public string? Currency { get; init; }

    /// <summary>The device; unknown where the event does not say.</summary>
    public DeviceType DeviceType { get; init; }

    /// <summary>Which device.</summary>
    public string? DeviceId { get; init; }

    public static VisitEvent Of(Clickstream click) => new()
    {
        Kind = click.Action switch
        {
            ClickstreamAction.View => SessionStepKind.View,
            ClickstreamAction.Click => SessionStepKind.Click,
            ClickstreamAction.Like => SessionStepKind.Like,
            ClickstreamAction.Dislike => SessionStepKind.Dislike,
            ClickstreamAction.Search => SessionStepKind.Search,
            _ => null,
        },
        ProductId = click.Action == ClickstreamAction.Impression ? null : click.ProductId,
        // What was only shown led to nothing.
        RecommendationIds = click.Action is ClickstreamAction.View or ClickstreamAction.Click && click.RecommendationId is { } id ? [id] : null,
        DeviceType = click.DeviceType,
        DeviceId = click.DeviceId,
    };

    public static VisitEvent Of(CartUpdated cart) => new()
    {
        Kind = SessionStepKind.Cart,
        ProductId = cart.ProductId,
        RecommendationIds = Adds(cart) && RecommendationOf(cart) is { } id ? [id] : null,
        Added = Adds(cart),
        DeviceType = cart.DeviceType,
        DeviceId = cart.DeviceId,
    };

    public static VisitEvent Of(OrderPlaced order) => new()
    {
        Kind = SessionStepKind.Order,
        RecommendationIds = [.. order.Lines.Select(line => line.RecommendationId).OfType<string>().Distinct()],
        OrderId = order.OrderId,
        Total = order.Total,
        Currency = order.Currency,
        DeviceType = order.DeviceType,
        DeviceId = order.DeviceId,
    };

    private static bool Adds(CartUpdated cart) => cart.Action == CartAction.ItemAdded || (cart.Action == CartAction.QuantityChanged && cart.QuantityDelta > 0);

    private static string? RecommendationOf(CartUpdated cart)
    {
        foreach (var item in cart.Items)
            if (item.ProductId == cart.ProductId) return item.RecommendationId;
        return null;
    }
}

/// <summary>An event, as it goes to its visit.</summary>
/// <param name="Place">Whose, in which visit, and when.</param>
/// <param name="Event">What is kept of it.</param>
internal sealed record PlacedEvent(VisitMoment Place, VisitEvent Event)
{
    public static PlacedEvent Of(Clickstream click)
    {
        EventChecks.Present(click, Topics.Clickstream);
        return new(Checked(Topics.Clickstream, click.UserId, click.SessionId, click.OccurredAt, click.EventId), VisitEvent.Of(click));
    }

    public static PlacedEvent Of(CartUpdated cart)
    {
        EventChecks.Present(cart, Topics.CartUpdated);
        return new(Checked(Topics.CartUpdated, cart.UserId, cart.SessionId, cart.OccurredAt, cart.EventId), VisitEvent.Of(cart));
    }

    public static PlacedEvent Of(OrderPlaced order)
    {
        EventChecks.Present(order, Topics.OrderPlaced);
        return new(Checked(Topics.OrderPlaced, order.UserId, order.SessionId, order.OccurredAt, order.EventId), VisitEvent.Of(order));
    }

    private static VisitMoment Checked(string topic, string userId, string? sessionId, DateTimeOffset occurredAt, Guid eventId)
    {
        EventChecks.Id(userId, topic, "user_id");
        EventChecks.OptionalId(sessionId, topic, "session_id");
        return new VisitMoment(userId, sessionId ?? "", EventTime.Micros(occurredAt), eventId);
    }
}
