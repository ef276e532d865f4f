using System.ComponentModel.DataAnnotations;
using SmartKart.Backfill.Simulation;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Tests.Simulation;

public sealed class SimulatedHistoryTests
{
    private static readonly SimulationOptions Small = new() { Users = 200, Products = 120, Merchants = 5 };
    private static readonly Lazy<Recorder> Recorded = new(() => Recorder.Of(new SimulatedHistory(Small))); // which refuses time that runs backwards
    private readonly Recorder _day = Recorded.Value;

    [Fact]
    public void Equal_options_give_equal_events_and_another_seed_another_day()
    {
        Recorder.Of(new SimulatedHistory(Small)).Events.ShouldBe(_day.Events);
        Recorder.Of(new SimulatedHistory(Small with { Seed = 2 })).Events.Count.ShouldNotBe(_day.Events.Count);
    }

    [Fact]
    public void A_longer_history_begins_with_the_shorter_one()
    {
        var days = Recorder.Of(new SimulatedHistory(Small with { Days = 2 })).Events;

        days.Count.ShouldBeGreaterThan(_day.Events.Count * 3 / 2);
        days.Take(_day.Events.Count).ShouldBe(_day.Events);
    }

    [Fact]
    public void A_shifted_history_tells_the_same_events_at_other_times()
    {
        var shift = TimeSpan.FromMinutes(12_345);
        var shifted = Recorder.Of(new SimulatedHistory(Small, shift)).Events;

        shifted.Count.ShouldBe(_day.Events.Count);
        foreach (var (now, before) in shifted.OfType<OrderPlaced>().Zip(_day.Events.OfType<OrderPlaced>()))
            now.ShouldBe(before with { OccurredAt = before.OccurredAt + shift, AccountCreatedAt = before.AccountCreatedAt + shift });
    }

    [Fact]
    public void No_two_events_have_the_same_id_even_across_seeds()
    {
        var ids = Ids(_day).Concat(Ids(Recorder.Of(new SimulatedHistory(Small with { Seed = 2 })))).ToArray();
        ids.ToHashSet().Count.ShouldBe(ids.Length);
        ids.ShouldAllBe(id => id.Version == 8);

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
        Clicks(ClickstreamAction.View).ShouldBeInRange(Clicks(ClickstreamAction.Click) - 2, Clicks(ClickstreamAction.Click) + 20); // thieves come by no list
        Clicks(ClickstreamAction.Search).ShouldBeGreaterThan(20);
        Clicks(ClickstreamAction.Like).ShouldBeGreaterThan(5);
    }

    [Fact]
    public void A_click_is_on_what_was_shown_at_that_place()
    {
        var shown = new HashSet<(string?, string?, int?)>();
        foreach (var act in _day.Events.OfType<Clickstream>().Where(act => act.ListId is not null))
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
            if (happened is CartUpdated cart)
            {
                cart.Subtotal.ShouldBe(cart.Items.Sum(line => line.Quantity * line.UnitPrice));
                carts[cart.CartId] = cart;
            }
            if (happened is not OrderPlaced order) continue;
            order.Lines.ShouldBe(carts[order.CartId!].Items);
            order.Subtotal.ShouldBe(order.Lines.Sum(line => line.Quantity * line.UnitPrice));
            order.Total.ShouldBe(order.Subtotal - (order.Discount ?? 0) + order.Shipping!.Value);
        }
        _day.Events.OfType<CartUpdated>().Select(cart => cart.Action).Distinct().Order()
            .ShouldBe([CartAction.ItemAdded, CartAction.ItemRemoved, CartAction.QuantityChanged, CartAction.Cleared]);
    }

    [Fact]
    public void A_marketplace_with_nobody_or_nothing_or_that_begins_at_noon_is_refused()
    {
        SimulationOptions[] wrong =
        [
            Small with { Users = 0 }, Small with { Merchants = 0 }, Small with { Products = 7 }, Small with { Days = 0 }, Small with { FraudRate = 0.6 },
            Small with { Start = Small.Start + TimeSpan.FromHours(12) },
        ];
        foreach (var options in wrong) Should.Throw<ValidationException>(() => new SimulatedHistory(options), options.ToString());
    }

    [Fact]
    public void The_smallest_marketplace_lives_through_its_month()
    {
        var smallest = new SimulationOptions { Users = 1, Merchants = 1, Products = 8, Days = 30, FraudRate = 0.5 };
        Recorder.Of(new SimulatedHistory(smallest)).Events.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("30", 30, DriftSubject.All)]
    [InlineData("7:tastes", 7, DriftSubject.Tastes)]
    [InlineData("0:prices", 0, DriftSubject.Prices)]
    public void A_drift_is_a_day_and_what_changes(string text, int day, DriftSubject subject) =>
        SimulationDrift.Parse(text).ShouldBe(new SimulationDrift(day, subject));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("7:moods")]
    [InlineData("7:tastes:prices")]
    public void What_is_no_drift_is_none(string text) => SimulationDrift.Parse(text).ShouldBeNull();
}
