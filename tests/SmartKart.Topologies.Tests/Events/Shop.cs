using System.Globalization;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Streams.Testing;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Tests.Events;

/// <summary>What tests need of a shop: its events, short to write, and drivers for what is made of them.</summary>
internal static class Shop
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>For a history with its own clock.</summary>
    public static readonly TimingOptions OwnClock = new() { WallClock = false };

    /// <summary>A time of the day of <see cref="Noon"/>, such as <c>12:30</c> or <c>12:30:00.5</c>.</summary>
    public static DateTimeOffset At(string time) => Noon - Noon.TimeOfDay + TimeSpan.Parse(time, CultureInfo.InvariantCulture);

    public static TopologyTestDriver Driver(Topology topology, string? stateDirectory = null, DateTimeOffset? wallClock = null) => new(topology, new TopologyTestDriverOptions
    {
        StateDirectory = stateDirectory,
        InitialWallClockTime = wallClock ?? DateTimeOffset.UnixEpoch,
        ProcessingExceptionHandler = ExceptionHandlers.DeadLetter,
        DeadLetterTopic = "dead_letters",
    });

    public static void Pipe(this TopologyTestDriver driver, CartUpdated cart) => driver.Pipe(Topics.CartUpdated, cart.UserId, cart, cart.OccurredAt);

    public static void Pipe(this TopologyTestDriver driver, OrderPlaced order) => driver.Pipe(Topics.OrderPlaced, order.OrderId, order, order.OccurredAt);

    public static void Pipe(this TopologyTestDriver driver, Clickstream click) => driver.Pipe(Topics.Clickstream, click.UserId, click, click.OccurredAt);

    public static void Pipe(this TopologyTestDriver driver, PaymentProcessed paid) => driver.Pipe(Topics.PaymentProcessed, paid.OrderId, paid, paid.OccurredAt);

    public static void Pipe(this TopologyTestDriver driver, OrderStatusChanged changed) => driver.Pipe(Topics.OrderStatusChanged, changed.OrderId, changed, changed.OccurredAt);

    public static void Pipe(this TopologyTestDriver driver, InventoryUpdated moved) => driver.Pipe(Topics.InventoryUpdated, moved.ProductId, moved, moved.OccurredAt);

    /// <summary>Lets the wall clock go on by seconds, so that whatever watches it sees each.</summary>
    public static void WaitSeconds(this TopologyTestDriver driver, int seconds)
    {
        for (var second = 0; second < seconds; second++) driver.AdvanceWallClockTime(TimeSpan.FromSeconds(1));
    }

    public static IReadOnlyList<T> Read<T>(this TopologyTestDriver driver, string topic) where T : class, Schemas.IAvroRecord<T> =>
        [.. driver.CreateOutputTopic(topic, Serdes.String(), PlainEventSerdes.Instance.SerdeOf<T>(topic)).ReadRecords().Select(record => record.Value)];

    public static CartUpdated Cart(string user, string cart, DateTimeOffset at, params string[] products) => new()
    {
        EventId = Guid.NewGuid(),
        OccurredAt = at,
        CartId = cart,
        UserId = user,
        Action = products.Length > 0 ? CartAction.ItemAdded : CartAction.Cleared,
        ProductId = products.Length > 0 ? products[^1] : null,
        QuantityDelta = products.Length > 0 ? 1 : null,
        Items = [.. products.Select(product => new LineItem { ProductId = product, Quantity = 1, UnitPrice = 2m })],
        Currency = "GBP",
        Subtotal = 2m * products.Length,
    };

    public static OrderPlaced Order(string user, string order, DateTimeOffset at, string? cart = null, decimal total = 10m) => new()
    {
        EventId = Guid.NewGuid(),
        OccurredAt = at,
        OrderId = order,
        UserId = user,
        CartId = cart,
        Lines = [new LineItem { ProductId = "tea", Quantity = 1, UnitPrice = total }],
        Currency = "GBP",
        Subtotal = total,
        Total = total,
    };

    public static Clickstream Click(string user, DateTimeOffset at, ClickstreamAction action = ClickstreamAction.View, string? product = "tea", string? session = null) => new()
    {
        EventId = Guid.NewGuid(),
        OccurredAt = at,
        UserId = user,
        SessionId = session,
        Action = action,
        ProductId = action == ClickstreamAction.Search ? null : product,
    };

    public static PaymentProcessed Payment(string user, string order, string payment, DateTimeOffset at, PaymentStatus status, decimal amount = 10m) => new()
    {
        EventId = Guid.NewGuid(),
        OccurredAt = at,
        PaymentId = payment,
        OrderId = order,
        UserId = user,
        Status = status,
        Amount = amount,
        Currency = "GBP",
    };

    private static void Pipe<T>(this TopologyTestDriver driver, string topic, string key, T value, DateTimeOffset at) where T : class, Schemas.IAvroRecord<T> =>
        driver.CreateInputTopic(topic, Serdes.String(), PlainEventSerdes.Instance.SerdeOf<T>(topic)).PipeInput(key, value, at.ToUnixTimeMilliseconds());
}
