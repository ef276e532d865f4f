using SmartKart.Backfill.Simulation;
using SmartKart.Backfill.Simulation.Fraud;
using SmartKart.Backfill.Simulation.Visits;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Tests.Simulation;

/// <summary>What must hold of a simulated marketplace for models that learn from it to be judged fairly.</summary>
public sealed class MarketplaceTests(MarketplaceWeeks weeks) : IClassFixture<MarketplaceWeeks>
{
    private const double Sigmas = 4.5; // of counts that the seed fixes: what is further off is no chance

    [Fact]
    public void On_clicks_of_the_last_week_the_tastes_rank_better_than_popularity_and_that_better_than_chance()
    {
        var lists = Lists().ToArray();
        var cut = MarketplaceWeeks.Options.Start.AddDays(14);
        var popularity = lists.Where(list => list.At < cut).GroupBy(list => list.Clicked).ToDictionary(clicks => clicks.Key, clicks => clicks.Count());
        var held = lists.Where(list => list.At >= cut && weeks.Truth.Users.ContainsKey(list.User)).ToArray();
        held.Length.ShouldBeGreaterThan(1_000);

        double HitRate(Func<string, string, double> score) =>
            held.Average(list => list.Shown.MaxBy(product => score(list.User, product)) == list.Clicked ? 1.0 : 0);
        var chance = held.Average(list => 1.0 / list.Shown.Count);
        var popular = HitRate((_, product) => popularity.GetValueOrDefault(product));
        var oracle = HitRate((user, product) => Utility.InList(weeks.Truth.Users[user], weeks.Truth.Products[product]));

        popular.ShouldBeGreaterThan(chance * 1.2);
        oracle.ShouldBeGreaterThan(popular * 1.2);
    }

    [Fact]
    public void A_place_is_clicked_as_often_as_the_model_expects_and_as_it_is_looked_at()
    {
        foreach (var place in weeks.Truth.Places)
            Math.Abs(place.Clicks - place.ExpectedClicks).ShouldBeLessThan(Sigmas * Math.Sqrt(place.ExpectedClicks) + 1, $"{place}");

        var home = weeks.Truth.Places.Where(place => place.ListId == "home").GroupBy(place => place.Place).OrderBy(place => place.Key)
            .Select(arms => (Rate: arms.Sum(arm => arm.ExpectedClicks) / arms.Sum(arm => arm.Impressions), arms.First().Examination)).ToArray();
        home.Length.ShouldBe(Slate.LongestList);
        // Others that are seen take some of a place's clicks, and those further down have more of them before them.
        foreach (var (rate, examination) in home) (rate / home[0].Rate).ShouldBe(examination, tolerance: 0.05);
    }

    [Fact]
    public void The_arm_of_the_experiment_that_knows_tastes_is_clicked_more()
    {
        double Rate(string variant) => weeks.Truth.Places.Where(place => place.Variant == variant).Sum(place => place.ExpectedClicks)
            / weeks.Truth.Places.Where(place => place.Variant == variant).Sum(place => place.Impressions);
        Rate("personal").ShouldBeGreaterThan(Rate("control"));
        // Who is in which arm counts for much in a click rate of a few hundred people; how well what is shown suits them doesn't depend on it.
        double Fit(string variant) => weeks.History.Events.OfType<Clickstream>()
            .Where(act => act.Action == ClickstreamAction.Impression && act.Variant == variant && weeks.Truth.Users.ContainsKey(act.UserId))
            .Average(act => Utility.Fit(weeks.Truth.Users[act.UserId], weeks.Truth.Products[act.ProductId!]));
        Fit("control").ShouldBe(0, tolerance: 0.1);
        Fit("personal").ShouldBeGreaterThan(0.3);
        weeks.History.Events.OfType<Clickstream>().Where(click => click.Variant is not null).GroupBy(click => click.UserId)
            .ShouldAllBe(clicks => clicks.Select(click => click.Variant).Distinct().Count() == 1);
    }

    [Fact]
    public void Logged_propensities_are_those_of_a_policy()
    {
        var recommended = weeks.History.Events.OfType<Clickstream>()
            .Where(click => click is { Action: ClickstreamAction.Impression, RecommendationId: not null }).ToArray();
        recommended.ShouldAllBe(impression => impression.Propensity > 0 && impression.Propensity <= 1);
        // Of k candidates, the sum of 1 / propensity over draws has the expectation k: three for each place of the home list.
        var home = recommended.Where(impression => impression.ListId == "home").ToArray();
        home.Average(impression => 1 / impression.Propensity!.Value).ShouldBe(3, tolerance: 0.05);
    }

    [Fact]
    public void Hours_have_their_rhythm()
    {
        var starts = weeks.History.Events.OfType<Clickstream>().GroupBy(click => click.SessionId).Select(visit => visit.First().OccurredAt)
            .Where(at => at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToArray();
        for (var hour = 0; hour < 24; hour++)
        {
            var expected = starts.Length * Rhythm.ShareOfDay(MarketplaceWeeks.Options.Start.AddHours(hour));
            Math.Abs(starts.Count(at => at.Hour == hour) - expected).ShouldBeLessThan(Sigmas * Math.Sqrt(expected) + 1, $"hour {hour}");
        }
    }

    [Fact]
    public void Fraud_has_the_rate_that_was_asked_for_and_all_its_kinds_and_bears_no_label()
    {
        var orders = weeks.History.Events.OfType<OrderPlaced>().Select(order => order.OrderId).ToHashSet();
        weeks.Truth.Frauds.ShouldAllBe(fraud => orders.Contains(fraud.OrderId));
        ((double)weeks.Truth.Frauds.Count / orders.Count).ShouldBe(MarketplaceWeeks.Options.FraudRate, tolerance: 0.005);
        weeks.Truth.Frauds.Select(fraud => fraud.Kind).Distinct().Order().ShouldBe([FraudKind.CardTesting, FraudKind.SharedAddress, FraudKind.AccountTakeover]);
        foreach (var ring in weeks.Truth.Frauds.Where(fraud => fraud.Kind == FraudKind.SharedAddress).GroupBy(fraud => fraud.IncidentId))
        {
            var placed = ring.Select(fraud => weeks.History.Events.OfType<OrderPlaced>().Single(order => order.OrderId == fraud.OrderId)).ToArray();
            placed.Select(order => order.ShippingAddressHash).Distinct().Count().ShouldBe(1);
            placed.Select(order => order.UserId).Distinct().Count().ShouldBe(placed.Length);
        }
    }

    [Fact]
    public void Stock_is_conserved_and_never_negative_and_what_runs_out_comes_back()
    {
        var stock = new Dictionary<string, int>();
        foreach (var movement in weeks.History.Events.OfType<InventoryUpdated>())
        {
            movement.QuantityAfter.ShouldBe(movement.QuantityBefore + movement.QuantityDelta);
            movement.QuantityAfter!.Value.ShouldBeGreaterThanOrEqualTo(0);
            if (stock.TryGetValue(movement.ProductId, out var last)) movement.QuantityBefore.ShouldBe(last);
            stock[movement.ProductId] = movement.QuantityAfter.Value;
        }
        var moved = weeks.History.Events.OfType<InventoryUpdated>().ToLookup(movement => movement.Reason);
        moved[StockChangeReason.Sold].Sum(movement => -movement.QuantityDelta)
            .ShouldBe(weeks.History.Events.OfType<OrderPlaced>().Sum(order => order.Lines.Sum(line => line.Quantity)));
        moved[StockChangeReason.Sold].ShouldContain(movement => movement.QuantityAfter == 0);
        StockChangeReason[] reasons =
            [StockChangeReason.Sold, StockChangeReason.Restocked, StockChangeReason.Returned, StockChangeReason.Adjusted, StockChangeReason.WrittenOff];
        moved.Select(movements => movements.Key).ShouldBe(reasons, ignoreOrder: true);
        weeks.Truth.Days.Sum(day => day.Demand.LostCartAdds).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Every_payment_is_for_an_order_and_captures_its_total_once_after_it_was_authorized()
    {
        var orders = weeks.History.Events.OfType<OrderPlaced>().ToDictionary(order => order.OrderId);
        foreach (var payment in weeks.History.Events.OfType<PaymentProcessed>().GroupBy(payment => payment.PaymentId))
        {
            var order = orders[payment.First().OrderId];
            payment.ShouldAllBe(answer => answer.OrderId == order.OrderId && answer.UserId == order.UserId);
            payment.Where(answer => answer.Status != PaymentStatus.Refunded).ShouldAllBe(answer => answer.Amount == order.Total);
            payment.Where(answer => answer.Status == PaymentStatus.Refunded).Sum(answer => answer.Amount).ShouldBeLessThanOrEqualTo(order.Total);
            var answers = payment.Select(answer => answer.Status).Where(status => status is not (PaymentStatus.Refunded or PaymentStatus.ChargedBack))
                .Select(status => status is PaymentStatus.Failed or PaymentStatus.Declined ? "-" : status == PaymentStatus.Authorized ? "A" : "C");
            string.Concat(answers).TrimStart('-').ShouldBeOneOf("", "A", "AC");
            payment.Count(answer => answer.Status is PaymentStatus.Failed or PaymentStatus.Declined).ShouldBeLessThanOrEqualTo(4);
        }
    }

    [Fact]
    public void Orders_pass_through_their_states_in_order()
    {
        var ways = weeks.History.Events.OfType<OrderStatusChanged>().GroupBy(change => change.OrderId)
            .Select(changes => string.Join(" ", changes.Select(change => change.Status))).ToHashSet();
        const string Whole = "Confirmed Packed Shipped Delivered Returned Refunded";
        foreach (var way in (string[])["Cancelled", "Confirmed Cancelled", Whole]) ways.ShouldContain(way);
        foreach (var way in ways) (way is "Cancelled" or "Confirmed Cancelled" || Whole.StartsWith(way, StringComparison.Ordinal)).ShouldBeTrue(way);
    }

    [Fact]
    public void Demand_follows_prices_and_is_of_a_long_tail()
    {
        var days = weeks.Truth.Days.GroupBy(day => day.Product.Id).ToDictionary(days => days.Key, days => days.Sum(day => day.Demand.ExpectedUnits));
        var ranked = days.Values.OrderDescending().ToArray();
        (ranked.Take(ranked.Length / 5).Sum() / ranked.Sum()).ShouldBeInRange(0.4, 0.85); // a fifth sells the larger part, and not all

        var promoted = weeks.History.Events.OfType<OrderPlaced>().SelectMany(order => order.Lines).Where(line => line.PromotionId is not null).ToArray();
        promoted.ShouldNotBeEmpty();
        var prices = weeks.History.Events.OfType<ProductUpserted>().Where(product => product.PromotionId is not null).ToArray();
        prices.ShouldAllBe(product => product.ListPrice == null || product.Price < product.ListPrice);
    }

    [Fact]
    public void A_drift_of_tastes_leaves_the_days_before_it_and_turns_what_is_liked_after_it()
    {
        var options = MarketplaceWeeks.Options with { Users = 100, Days = 2 };
        var (truth, drifted) = (new RecordedTruth(), new RecordedTruth());
        var plain = Recorder.Of(new SimulatedHistory(options, default, truth)).Events;
        var other = Recorder.Of(new SimulatedHistory(options with { Drift = new SimulationDrift(1, DriftSubject.Tastes) }, default, drifted)).Events;

        var firstDay = Recorder.Of(new SimulatedHistory(options with { Days = 1 })).Events;
        plain.Take(firstDay.Count).ShouldBe(firstDay);
        other.Take(firstDay.Count).ShouldBe(firstDay);
        other.Skip(firstDay.Count).ShouldNotBe(plain.Skip(firstDay.Count));
        foreach (var (id, user) in truth.Users) drifted.Users[id].Taste[0].ShouldBe(user.Taste[1]);
    }

    // Each home list that was clicked: what was shown, and what of it.
    private IEnumerable<(string User, DateTimeOffset At, List<string> Shown, string Clicked)> Lists()
    {
        var shown = new Dictionary<string, List<string>>();
        foreach (var act in weeks.History.Events.OfType<Clickstream>().Where(act => act.ListId == "home"))
        {
            if (!shown.TryGetValue(act.RecommendationId!, out var list)) shown[act.RecommendationId!] = list = [];
            if (act.Action == ClickstreamAction.Impression) list.Add(act.ProductId!);
            else if (act.Action == ClickstreamAction.Click) yield return (act.UserId, act.OccurredAt, list, act.ProductId!);
        }
    }
}
