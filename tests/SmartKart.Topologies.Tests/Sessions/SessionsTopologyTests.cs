using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams.Testing;
using SmartKart.Topologies.Sessions;
using SmartKart.Topologies.Tests.Events;
using static SmartKart.Topologies.Tests.Events.Shop;

namespace SmartKart.Topologies.Tests.Sessions;

public sealed class SessionsTopologyTests
{
    private static readonly SessionsOptions Replay = new() { OrderPartitions = 1, Timing = OwnClock };

    [Fact]
    public void A_visit_closes_once_when_its_gap_is_over_and_tells_its_path()
    {
        using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Click("ada", At("12:00"), ClickstreamAction.Search, session: "s1"));
        driver.Pipe(Click("ada", At("12:00:10"), ClickstreamAction.Impression, "tea", "s1"));
        driver.Pipe(Click("ada", At("12:01"), ClickstreamAction.Click, "tea", "s1") with { RecommendationId = "r1", DeviceType = DeviceType.Mobile, DeviceId = "d1" });
        driver.Pipe(Click("ada", At("12:01:05"), ClickstreamAction.View, "tea", "s1") with { RecommendationId = "r1" });
        driver.Pipe(Click("ada", At("12:31:05"), ClickstreamAction.Like, "tea", "s1")); // the very end of the gap
        TimePasses(driver, At("13:02:05"));
        Closed(driver).ShouldBeEmpty();
        TimePasses(driver, At("13:02:05.001"));

        var visit = Closed(driver).ShouldHaveSingleItem();

        visit.SessionId.ShouldBe("s1");
        visit.UserId.ShouldBe("ada");
        visit.StartedAt.ShouldBe(At("12:00"));
        visit.EndedAt.ShouldBe(At("12:31:05"));
        visit.OccurredAt.ShouldBe(At("13:01:05"));
        visit.EventCount.ShouldBe(5);
        visit.ProductCount.ShouldBe(1);
        visit.SearchCount.ShouldBe(1);
        visit.Outcome.ShouldBe(SessionOutcome.Browsed);
        visit.Path.Select(step => (step.Kind, step.ProductId, step.DwellMs)).ShouldBe(
        [
            (SessionStepKind.Search, null, 60_000L),
            (SessionStepKind.Click, "tea", 5_000L),
            (SessionStepKind.View, "tea", 1_800_000L),
            (SessionStepKind.Like, "tea", default(long?)),
        ]);
        visit.RecommendationIds.ShouldBe(["r1"]);
        (visit.DeviceType, visit.DeviceId).ShouldBe((DeviceType.Mobile, "d1"));
        (visit.Revenue, visit.Currency).ShouldBe((null, null));
        TimePasses(driver, At("20:00"));
        Closed(driver).ShouldBeEmpty();
    }

    [Fact]
    public void An_event_after_the_gap_begins_another_visit_under_the_same_number()
    {
        using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Click("ada", At("12:00"), session: "s1"));
        driver.Pipe(Click("ada", At("12:30:00.001"), session: "s1"));
        TimePasses(driver, At("14:00"));

        var visits = Closed(driver);

        visits.Select(visit => visit.StartedAt).ShouldBe([At("12:00"), At("12:30:00.001")]);
        visits.Select(visit => visit.EventId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void The_shops_numbers_tell_visits_apart_that_happen_at_once()
    {
        using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Click("ada", At("12:00"), session: "phone"));
        driver.Pipe(Click("ada", At("12:01"), session: "desk"));
        driver.Pipe(Click("ada", At("12:02"), session: "phone"));
        driver.Pipe(Click("ada", At("12:03")));
        TimePasses(driver, At("14:00"));

        Closed(driver).Select(visit => (visit.SessionId, visit.EventCount)).ShouldBe(
            [("phone", 2), ("desk", 1), ("ada@2026-03-01T12:03:00.000000Z", 1)], ignoreOrder: true);
    }

    [Fact]
    public void Carts_and_orders_belong_to_the_visit_and_say_its_outcome()
    {
        using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Click("ada", At("12:00"), session: "s1"));
        var cart = Cart("ada", "c1", At("12:01"), "tea") with { SessionId = "s1" };
        driver.Pipe(cart with { Items = [cart.Items[0] with { RecommendationId = "r1" }] });
        driver.Pipe(Order("ada", "o1", At("12:05"), "c1", total: 7.5m) with { SessionId = "s1" });
        driver.Pipe(Order("ada", "o2", At("12:06"), "c2", total: 2.25m) with { SessionId = "s1" });
        driver.Pipe(Order("ada", "o3", At("12:07"), "c3", total: 100m) with { SessionId = "s1", Currency = "EUR" });
        TimePasses(driver, At("14:00"));

        var visit = Closed(driver).ShouldHaveSingleItem();

        visit.Outcome.ShouldBe(SessionOutcome.Ordered);
        visit.OrderIds.ShouldBe(["o1", "o2", "o3"]);
        (visit.Revenue, visit.Currency).ShouldBe((9.75m, "GBP"));
        visit.RecommendationIds.ShouldBe(["r1"]);
        visit.Path.Select(step => step.Kind).ShouldBe([SessionStepKind.View, SessionStepKind.Cart, SessionStepKind.Order, SessionStepKind.Order, SessionStepKind.Order]);
    }

    [Theory]
    [InlineData("view", SessionOutcome.Bounced)]
    [InlineData("impression impression", SessionOutcome.Bounced)]
    [InlineData("search", SessionOutcome.Bounced)]
    [InlineData("search search", SessionOutcome.Searched)]
    [InlineData("search view", SessionOutcome.Browsed)]
    [InlineData("view cart", SessionOutcome.Carted)]
    [InlineData("cart", SessionOutcome.Carted)]
    [InlineData("view clear", SessionOutcome.Browsed)]
    [InlineData("cart order", SessionOutcome.Ordered)]
    public void The_outcome_is_how_far_the_visit_got(string steps, SessionOutcome outcome)
    {
        using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay));
        var at = At("12:00");
        foreach (var step in steps.Split(' '))
        {
            at += TimeSpan.FromSeconds(1);
            if (step == "cart") driver.Pipe(Cart("ada", "c1", at, "tea"));
            else if (step == "clear") driver.Pipe(Cart("ada", "c1", at));
            else if (step == "order") driver.Pipe(Order("ada", "o1", at));
            else driver.Pipe(Click("ada", at, Enum.Parse<ClickstreamAction>(step, ignoreCase: true)));
        }
        TimePasses(driver, At("14:00"));

        Closed(driver).ShouldHaveSingleItem().Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void A_late_event_inside_the_grace_joins_its_visit_in_its_place()
    {
        using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Click("ada", At("12:00"), product: "tea"));
        driver.Pipe(Click("ada", At("12:31"), product: "pot"));
        driver.Pipe(Click("ada", At("12:30"), product: "cup"));          // without it there were two visits
        TimePasses(driver, At("14:00"));

        Closed(driver).ShouldHaveSingleItem().Path.Select(step => step.ProductId).ShouldBe(["tea", "cup", "pot"]);
    }

    [Fact]
    public void An_event_later_than_the_grace_is_in_no_visit()
    {
        using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Click("ada", At("12:10")));
        driver.Pipe(Click("ada", At("12:08:59.999")));
        TimePasses(driver, At("14:00"));

        Closed(driver).ShouldHaveSingleItem().EventCount.ShouldBe(1);
    }

    [Fact]
    public void An_event_that_is_sent_again_counts_once()
    {
        using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay));
        var click = Click("ada", At("12:00"));
        driver.Pipe(click);
        driver.Pipe(click);
        TimePasses(driver, At("14:00"));

        Closed(driver).ShouldHaveSingleItem().EventCount.ShouldBe(1);
    }

    [Fact]
    public void A_path_ends_after_its_first_steps_and_the_counts_go_on()
    {
        using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay with { MaxSteps = 3 }));
        for (var step = 0; step < 10; step++) driver.Pipe(Click("ada", At("12:00").AddSeconds(step), product: $"product-{step}"));
        TimePasses(driver, At("14:00"));

        var visit = Closed(driver).ShouldHaveSingleItem();

        visit.Path.Select(step => (step.ProductId, step.DwellMs)).ShouldBe([("product-0", 1000L), ("product-1", 1000L), ("product-2", 1000L)]);
        (visit.EventCount, visit.ProductCount).ShouldBe((10, 10));
    }

    [Fact]
    public void A_visitor_that_never_rests_makes_a_visit_of_each_greatest_length()
    {
        using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay with { MaxLength = TimeSpan.FromHours(1) }));
        for (var minute = 0; minute <= 150; minute += 10) driver.Pipe(Click("robot", At("12:00").AddMinutes(minute)));
        TimePasses(driver, At("20:00"));

        Closed(driver).Select(visit => (visit.StartedAt, visit.EventCount)).ShouldBe([(At("12:00"), 7), (At("13:10"), 7), (At("14:20"), 2)]);
    }

    [Fact]
    public void By_the_wall_clock_a_visit_closes_though_nothing_else_happens()
    {
        using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay with { Timing = new() }), wallClock: At("12:00"));
        driver.Pipe(Click("ada", At("12:00")));
        driver.WaitSeconds(31 * 60);
        Closed(driver).ShouldBeEmpty();
        driver.WaitSeconds(60);

        Closed(driver).ShouldHaveSingleItem().OccurredAt.ShouldBe(At("12:30"));
    }

    [Fact]
    public void An_open_visit_survives_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-sessions-");
        try
        {
            using (var before = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay), folder.FullName))
            {
                before.Pipe(Click("ada", At("12:00"), product: "tea"));
                before.Pipe(Click("bob", At("12:00"), product: "tea"));
                before.Commit();
            }
            using var after = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay), folder.FullName);
            after.Pipe(Click("ada", At("12:10"), product: "cup"));
            TimePasses(after, At("14:00"));

            Closed(after).Select(visit => (visit.UserId, visit.EventCount)).ShouldBe([("ada", 2), ("bob", 1)], ignoreOrder: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void An_event_without_a_user_is_a_dead_letter_and_nothing_else_is_disturbed()
    {
        using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Click("", At("12:00")));
        driver.Pipe(Click("ada", At("12:00")));
        TimePasses(driver, At("14:00"));

        driver.CreateOutputTopic<string, byte[]>("dead_letters").Count.ShouldBe(1);
        Closed(driver).ShouldHaveSingleItem().UserId.ShouldBe("ada");
    }

    /// <summary>Somebody else does something in each topic, in a visit that stays open: all have been read so far.</summary>
    private static void TimePasses(TopologyTestDriver driver, DateTimeOffset to)
    {
        driver.Pipe(Click("nobody", to, session: $"{to:O}"));
        driver.Pipe(Cart("nobody", "empty", to) with { SessionId = $"{to:O}" });
        driver.Pipe(Order("nobody", $"o@{to:O}", to) with { SessionId = $"{to:O}" });
    }

    private static IReadOnlyList<SessionClosed> Closed(TopologyTestDriver driver) =>
        [.. driver.Read<SessionClosed>(Topics.SessionClosed).Where(visit => visit.UserId != "nobody")];
}
