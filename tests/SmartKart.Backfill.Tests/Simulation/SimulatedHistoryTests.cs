using System.ComponentModel.DataAnnotations;
using SmartKart.Backfill.Simulation;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Tests.Simulation;

public sealed class SimulatedHistoryTests
{
    private static readonly SimulationOptions Small = new() { Users = 200, Products = 120, Merchants = 5 };
    private readonly Recorder _day = Recorder.Of(new SimulatedHistory(Small)); // which refuses time that runs backwards

    [Fact]
    public void Equal_options_give_equal_events_and_another_seed_another_day()
    {
        Recorder.Of(new SimulatedHistory(Small)).Events.ShouldBe(_day.Events);
        Recorder.Of(new SimulatedHistory(Small with { Seed = 2 })).Events.Count.ShouldNotBe(_day.Events.Count);
    }

    [Fact]
    public void No_two_events_have_the_same_id_even_across_seeds()
    {
        var ids = Ids(_day).Concat(Ids(Recorder.Of(new SimulatedHistory(Small with { Seed = 2 })))).ToArray();
        ids.ToHashSet().Count.ShouldBe(ids.Length);

        static IEnumerable<Guid> Ids(Recorder day) => day.Events.Select(e => (Guid)e.GetType().GetProperty("EventId")!.GetValue(e)!);
    }

    [Fact]
    public void The_funnel_narrows_from_impression_to_payment()
    {
        int Clicks(ClickstreamAction action) => _day.Events.OfType<Clickstream>().Count(e => e.Action == action);
        int[] funnel =
        [
            Clicks(ClickstreamAction.Impression), Clicks(ClickstreamAction.Click), _day.Events.OfType<CartUpdated>().Count(),
            _day.Events.OfType<OrderPlaced>().Count(),
        ];
        funnel.ShouldBe(funnel.OrderDescending());
        funnel[^1].ShouldBeGreaterThan(20);
        Clicks(ClickstreamAction.View).ShouldBe(Clicks(ClickstreamAction.Click));
        Clicks(ClickstreamAction.Search).ShouldBeGreaterThan(20);
        Clicks(ClickstreamAction.Like).ShouldBeGreaterThan(5);
    }

    [Fact]
    public void A_click_is_on_what_was_shown_at_that_place()
    {
        var shown = new HashSet<(string?, string?, int?)>();
        foreach (var act in _day.Events.OfType<Clickstream>())
        {
            var place = (act.SessionId, act.ProductId, act.Position);
            if (act.Action == ClickstreamAction.Impression) shown.Add(place);
            else if (act.Action != ClickstreamAction.Search) shown.ShouldContain(place);
        }
    }

    [Fact]
    public void An_order_holds_what_its_cart_held_and_its_money_adds_up()
    {
        var carts = new Dictionary<string, CartUpdated>();
        foreach (var happened in _day.Events)
        {
            if (happened is CartUpdated cart) carts[cart.CartId] = cart;
            if (happened is not OrderPlaced order) continue;
            order.Lines.ShouldBe(carts[order.CartId!].Items);
            order.Subtotal.ShouldBe(order.Lines.Sum(line => line.Quantity * line.UnitPrice));
            order.Total.ShouldBe(order.Subtotal + order.Shipping!.Value);
        }
    }

    [Fact]
    public void Money_is_captured_once_at_most_after_it_was_authorized_and_for_the_orders_total()
    {
        var orders = _day.Events.OfType<OrderPlaced>().ToDictionary(order => order.OrderId);
        var payments = _day.Events.OfType<PaymentProcessed>().GroupBy(payment => payment.OrderId).ToArray();
        payments.Length.ShouldBe(orders.Count);
        foreach (var payment in payments)
        {
            payment.ShouldAllBe(p => p.Amount == orders[payment.Key].Total);
            var answers = string.Join(" ", payment.Select(p => p.Status));
            answers.ShouldBeOneOf("Authorized Captured", "Declined Authorized Captured", "Declined Declined");
        }
        payments.Count(payment => payment.Count() > 2).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Stock_is_conserved_sold_by_orders_and_refilled()
    {
        var stock = new Dictionary<string, int>();
        foreach (var movement in _day.Events.OfType<InventoryUpdated>())
        {
            movement.QuantityAfter.ShouldBe(movement.QuantityBefore + movement.QuantityDelta);
            if (stock.TryGetValue(movement.ProductId, out var last)) movement.QuantityBefore.ShouldBe(last);
            stock[movement.ProductId] = movement.QuantityAfter!.Value;
        }
        var sold = _day.Events.OfType<InventoryUpdated>().Where(m => m.Reason == StockChangeReason.Sold).Sum(m => -m.QuantityDelta);
        sold.ShouldBe(_day.Events.OfType<OrderPlaced>().Sum(order => order.Lines.Sum(line => line.Quantity)));
        _day.Events.OfType<InventoryUpdated>().ShouldContain(m => m.Reason == StockChangeReason.Restocked);
    }

    [Theory]
    [InlineData(0, 1, 8)]
    [InlineData(1, 0, 8)]
    [InlineData(1, 1, 7)]
    public void A_marketplace_with_nobody_or_nothing_is_refused(int users, int merchants, int products) =>
        Should.Throw<ValidationException>(() => new SimulatedHistory(new SimulationOptions { Users = users, Merchants = merchants, Products = products }));

    [Fact]
    public void The_smallest_marketplace_lives_through_its_day() =>
        Recorder.Of(new SimulatedHistory(new SimulationOptions { Users = 1, Merchants = 1, Products = 8 })).Events.ShouldNotBeEmpty();
}
