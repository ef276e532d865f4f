using SmartKart.Schemas.Events;
using SmartKart.Streams.Testing;
using SmartKart.Topologies.Experiments;
using SmartKart.Topologies.Tests.Events;
using static SmartKart.Topologies.Tests.Events.Shop;

namespace SmartKart.Topologies.Tests.Experiments;

public sealed class ExperimentsTopologyTests
{
    private static readonly ArmKey Bold = new("ranking", "bold");
    private static readonly ArmKey Control = new("ranking", "control");

    [Fact]
    public void Impressions_clicks_and_orders_of_a_recommendation_count_for_its_arm_in_the_hour_it_was_shown()
    {
        using var driver = Driver(ExperimentsTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Seen("ada", "r1", Bold, At("12:10"), ClickstreamAction.Impression, "tea"));
        driver.Pipe(Seen("ada", "r1", Bold, At("12:10"), ClickstreamAction.Impression, "cup"));
        driver.Pipe(Seen("ada", "r1", Bold, At("13:05"), ClickstreamAction.Click, "tea"));
        driver.Pipe(Seen("bob", "r2", Control, At("12:20"), ClickstreamAction.Impression, "tea"));
        driver.Pipe(Bought("o1", At("15:00"), ("r1", 2, 3.5m), ("r1", 1, 4m), (null, 9, 9m)));

        var bold = Results(driver, Bold, At("12:00"));
        (bold.Recommendations, bold.Impressions, bold.Clicks, bold.Conversions, bold.Units).ShouldBe((1, 2, 1, 1, 3));
        bold.Revenue.ShouldHaveSingleItem().ShouldBe(new("GBP", 11m));
        var control = Results(driver, Control, At("12:00"));
        (control.Recommendations, control.Impressions, control.Clicks, control.Conversions).ShouldBe((1, 1, 0, 0));
    }

    [Fact]
    public void An_order_that_is_read_before_its_impressions_counts_all_the_same()
    {
        using var driver = Driver(ExperimentsTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Bought("o1", At("15:00"), ("r1", 1, 5m)));
        driver.Pipe(Seen("ada", "r1", Bold, At("12:10"), ClickstreamAction.Impression, "tea"));

        var bold = Results(driver, Bold, At("12:00"));
        (bold.Conversions, bold.Revenue["GBP"]).ShouldBe((1, 5m));
    }

    [Fact]
    public void What_is_bought_within_the_window_counts_and_not_before_or_after()
    {
        using var driver = Driver(ExperimentsTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Seen("ada", "r1", Bold, At("12:10"), ClickstreamAction.Impression, "tea"));
        driver.Pipe(Bought("o0", At("12:09:59.999"), ("r1", 1, 1m)));
        driver.Pipe(Bought("o1", At("12:10"), ("r1", 1, 2m)));
        driver.Pipe(Bought("o2", At("12:10").AddDays(7), ("r1", 1, 4m)));
        driver.Pipe(Bought("o3", At("12:10:00.001").AddDays(7), ("r1", 1, 8m)));

        Results(driver, Bold, At("12:00")).Revenue["GBP"].ShouldBe(6m);
    }

    [Fact]
    public void Events_that_are_sent_again_count_once()
    {
        using var driver = Driver(ExperimentsTopology.Build(PlainEventSerdes.Instance));
        var (shown, clicked, bought) = (
            Seen("ada", "r1", Bold, At("12:10"), ClickstreamAction.Impression, "tea"), Seen("ada", "r1", Bold, At("12:11"), ClickstreamAction.Click, "tea"),
            Bought("o1", At("13:00"), ("r1", 1, 5m)));
        for (var time = 0; time < 2; time++)
        {
            driver.Pipe(shown);
            driver.Pipe(clicked);
            driver.Pipe(bought);
        }

        var bold = Results(driver, Bold, At("12:00"));
        (bold.Recommendations, bold.Impressions, bold.Clicks, bold.Conversions, bold.Revenue["GBP"]).ShouldBe((1, 1, 1, 1, 5m));
    }

    [Fact]
    public void Revenue_is_added_up_by_its_currency()
    {
        using var driver = Driver(ExperimentsTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Seen("ada", "r1", Bold, At("12:10"), ClickstreamAction.Impression, "tea"));
        driver.Pipe(Bought("o1", At("13:00"), ("r1", 1, 5m)));
        driver.Pipe(Bought("o2", At("13:00"), ("r1", 1, 7m)) with { Currency = "EUR" });
        driver.Pipe(Bought("o3", At("13:00"), ("r1", 1, 1m)));

        Results(driver, Bold, At("12:00")).Revenue.ShouldBe([new("EUR", 7m), new("GBP", 6m)]);
    }

    [Fact]
    public void What_is_outside_an_experiment_is_not_counted()
    {
        using var driver = Driver(ExperimentsTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Seen("ada", "r1", Bold, At("12:10"), ClickstreamAction.Impression, "tea") with { ExperimentId = null });
        driver.Pipe(Seen("ada", "r2", Bold, At("12:10"), ClickstreamAction.Impression, "tea") with { Variant = null });
        driver.Pipe(Seen("ada", "r3", Bold, At("12:10"), ClickstreamAction.View, "tea"));
        driver.Pipe(Bought("o1", At("13:00"), ("r1", 1, 5m), ("r2", 1, 5m), ("r3", 1, 5m)));

        driver.GetTimestampedWindowStore<ArmKey, ArmResults>(ExperimentsTopology.Store).TryFetch(Bold, At("12:00").ToUnixTimeMilliseconds(), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_the_topics_are_read_the_results_are_those_that_a_loop_finds(int seed)
    {
        var random = new Random(seed);
        ArmKey[] arms = [Bold, Control];
        var responses = Enumerable.Range(0, 30).Select(number => (Id: $"r{number}", Arm: arms[random.Next(2)], At: Noon.AddMinutes(random.Next(300)))).ToList();
        var seen = responses.SelectMany(response => Enumerable.Range(0, 4).Select(product => Seen("ada", response.Id, response.Arm, response.At, ClickstreamAction.Impression, $"p{product}")))
            .Concat(responses.Where(_ => random.Next(2) == 0).Select(response => Seen("ada", response.Id, response.Arm, response.At.AddMinutes(1), ClickstreamAction.Click, "p1")))
            .OrderBy(click => click.OccurredAt).ToList();
        var orders = Enumerable.Range(0, 40).Select(number => Bought($"o{number}", Noon.AddMinutes(random.Next(600)), ($"r{random.Next(30)}", 1, random.Next(1, 9)))).ToList();
        using var driver = Driver(ExperimentsTopology.Build(PlainEventSerdes.Instance));
        var (seenLeft, ordersLeft) = (new Queue<Clickstream>(seen), new Queue<OrderPlaced>(orders));
        while (seenLeft.Count + ordersLeft.Count > 0)
        {
            if (random.Next(2) == 0 && seenLeft.TryDequeue(out var click)) driver.Pipe(click);
            else if (ordersLeft.TryDequeue(out var order)) driver.Pipe(order);
        }

        foreach (var arm in arms)
            for (var hour = 0; hour < 5; hour++)
            {
                var shown = responses.Where(response => response.Arm == arm && response.At >= Noon.AddHours(hour) && response.At < Noon.AddHours(hour + 1)).ToList();
                var bought = orders.Where(order => shown.Exists(response => response.Id == order.Lines[0].RecommendationId && response.At <= order.OccurredAt)).ToList();
                if (shown.Count == 0) continue;
                var found = Results(driver, arm, Noon.AddHours(hour));
                (found.Recommendations, found.Impressions, found.Conversions, found.Revenue.GetValueOrDefault("GBP")).ShouldBe(
                    (shown.Count, 4 * shown.Count, bought.Count, bought.Sum(order => order.Lines[0].UnitPrice)));
            }
    }

    private static Clickstream Seen(string user, string recommendation, ArmKey arm, DateTimeOffset at, ClickstreamAction action, string product) =>
        Click(user, at, action, product) with { RecommendationId = recommendation, ExperimentId = arm.ExperimentId, Variant = arm.Variant };

    private static OrderPlaced Bought(string order, DateTimeOffset at, params (string? Recommendation, int Quantity, decimal Price)[] lines) => Order("eve", order, at) with
    {
        Lines = [.. lines.Select(line => new LineItem { ProductId = "tea", Quantity = line.Quantity, UnitPrice = line.Price, RecommendationId = line.Recommendation })],
    };

    private static ArmResults Results(TopologyTestDriver driver, ArmKey arm, DateTimeOffset hour)
    {
        driver.GetTimestampedWindowStore<ArmKey, ArmResults>(ExperimentsTopology.Store).TryFetch(arm, hour.ToUnixTimeMilliseconds(), out var found).ShouldBeTrue();
        return found.Value;
    }
}
