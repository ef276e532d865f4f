using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Guide;

/// <summary>The guide's examples of the DSL, each with what it says of itself.</summary>
public sealed class DslExamples
{
    private const long Minute = 60_000, Hour = 60 * Minute;

    [Fact]
    public void Filter_and_map()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("clicks")
            .Filter((user, page) => page != "/health")
            .MapValues(page => page.ToLowerInvariant())
            .To("pages");
        var topology = builder.Build();

        using var driver = new TopologyTestDriver(topology);
        var clicks = driver.CreateInputTopic<string, string>("clicks");
        var pages = driver.CreateOutputTopic<string, string>("pages");

        clicks.PipeInput("ada", "/Tea");
        clicks.PipeInput("ada", "/health");

        pages.ReadRecord().Value.ShouldBe("/tea");
        pages.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Split_and_merge()
    {
        var builder = new StreamBuilder();
        var branches = builder.Stream<string, long>("payments").Split("payments-")
            .Branch((_, amount) => amount >= 1_000, "large")
            .Branch((_, amount) => amount < 0, "refunds")
            .DefaultBranch("others");
        branches["payments-large"].Merge(branches["payments-refunds"]).To("to-look-at");

        using var driver = new TopologyTestDriver(builder.Build());
        var payments = driver.CreateInputTopic<string, long>("payments");
        foreach (var amount in (long[])[5, 2_000, -7]) payments.PipeInput("ada", amount);
        driver.CreateOutputTopic<string, long>("to-look-at").ReadRecords().Select(record => record.Value).ShouldBe([2_000, -7]);
    }

    [Fact]
    public void Count_per_key()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("orders")                     // order → country
            .GroupBy((order, country) => country)                    // another key: partitioned anew, through an internal topic
            .Count(Materialized.As<string, long>("orders-per-country"))
            .ToStream()
            .To("orders-per-country");

        using var driver = new TopologyTestDriver(builder.Build());
        var orders = driver.CreateInputTopic<string, string>("orders");
        orders.PipeInput("o-1", "GB");
        orders.PipeInput("o-2", "FR");
        orders.PipeInput("o-3", "GB");
        driver.CreateOutputTopic<string, long>("orders-per-country").ReadKeyValues()
            .ShouldBe([KeyValuePair.Create("GB", 1L), KeyValuePair.Create("FR", 1L), KeyValuePair.Create("GB", 2L)]);
        driver.GetTimestampedKeyValueStore<string, long>("orders-per-country").TryGet("GB", out var gb).ShouldBeTrue();
        gb.Value.ShouldBe(2);
    }

    [Fact]
    public void Windows_and_their_final_results()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, long>("sales")                        // product → pence
            .GroupByKey()
            .WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromHours(1), grace: TimeSpan.FromMinutes(5)))
            .Reduce((sum, pence) => sum + pence, Materialized.As<string, long>("revenue-per-hour"))
            .Suppress(Suppressed.UntilWindowCloses())                // one result per window, and no more after it
            .ToStream((window, _) => $"{window.Key}@{window.Window.StartMs / 3_600_000}")
            .To("hourly-revenue");

        using var driver = new TopologyTestDriver(builder.Build());
        var sales = driver.CreateInputTopic<string, long>("sales");
        var revenue = driver.CreateOutputTopic<string, long>("hourly-revenue");
        sales.PipeInput("tea", 100, 10 * Minute);
        sales.PipeInput("tea", 200, Hour + Minute);
        sales.PipeInput("tea", 30, 59 * Minute);                     // late, and within the grace
        revenue.IsEmpty.ShouldBeTrue();
        sales.PipeInput("tea", 1, Hour + 5 * Minute);                // stream time reaches end + grace: the first hour closes
        revenue.ReadKeyValues().ShouldBe([KeyValuePair.Create("tea@0", 130L)]);
        sales.PipeInput("tea", 999, 59 * Minute);                    // too late: dropped, and counted
        revenue.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Sessions()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("views")
            .GroupByKey()
            .WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(TimeSpan.FromMinutes(30)))
            .EmitStrategy(EmitStrategy.OnWindowClose)
            .Count()
            .ToStream((session, _) => session.Key)
            .To("views-per-session");

        using var driver = new TopologyTestDriver(builder.Build());
        var views = driver.CreateInputTopic<string, string>("views");
        views.PipeInput("ada", "/tea", 0);
        views.PipeInput("ada", "/cup", 20 * Minute);
        views.PipeInput("ada", "/pot", 2 * Hour);
        driver.CreateOutputTopic<string, long>("views-per-session").ReadKeyValues().ShouldBe([KeyValuePair.Create("ada", 2L)]);
    }

    [Fact]
    public void Streams_joined_within_a_window()
    {
        var builder = new StreamBuilder();
        var orders = builder.Stream<string, long>("orders");         // both by order id, both of as many partitions
        var payments = builder.Stream<string, long>("payments");
        orders.LeftJoin(payments,
                (due, paid) => due - paid,                           // paid is 0 where none came within the hour
                JoinWindows.OfTimeDifferenceAndGrace(TimeSpan.FromHours(1), grace: TimeSpan.FromMinutes(1)))
            .To("outstanding");

        using var driver = new TopologyTestDriver(builder.Build());
        var (due, paid) = (driver.CreateInputTopic<string, long>("orders"), driver.CreateInputTopic<string, long>("payments"));
        due.PipeInput("o-1", 100, 0);
        due.PipeInput("o-2", 50, 0);
        paid.PipeInput("o-1", 40, 30 * Minute);
        due.PipeInput("o-3", 1, 3 * Hour);                           // time goes on: o-2 waited long enough
        driver.CreateOutputTopic<string, long>("outstanding").ReadKeyValues().ShouldBe([KeyValuePair.Create("o-1", 60L), KeyValuePair.Create("o-2", 50L)]);
    }

    [Fact]
    public void Tables_joined_by_key_and_by_foreign_key()
    {
        var builder = new StreamBuilder();
        var merchants = builder.Table<string, string>("merchants");  // merchant → country
        var products = builder.Table<string, string>("products");    // product → merchant
        products.Join(merchants, foreignKey: merchant => merchant, (merchant, country) => $"{merchant} in {country}")
            .ToStream()
            .To("product-origins");
        var prices = builder.GlobalTable<string, long>("prices");    // whole on every instance: looked up by any key
        builder.Stream<string, string>("views")                      // user → product
            .Join(prices, (user, product) => product, (product, price) => $"{product} for {price}")
            .To("viewed-prices");

        using var driver = new TopologyTestDriver(builder.Build());
        driver.CreateInputTopic<string, string>("products").PipeInput("tea", "m-1");
        driver.CreateInputTopic<string, string>("merchants").PipeInput("m-1", "GB");
        driver.CreateInputTopic<string, long>("prices").PipeInput("tea", 250);
        driver.CreateInputTopic<string, string>("views").PipeInput("ada", "tea");
        driver.CreateOutputTopic<string, string>("product-origins").ReadRecord().Value.ShouldBe("m-1 in GB");
        driver.CreateOutputTopic<string, string>("viewed-prices").ReadRecord().Value.ShouldBe("tea for 250");
    }
}
