using System.Text.Json;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Simulation;
using SmartKart.Schemas.Events;

namespace SmartKart.EndToEnd.CommandLine;

public sealed class DemoTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Without_a_history_a_simulated_day_is_published_and_read_back_and_so_it_is_a_second_time()
    {
        var first = await _data.DocumentAsync("demo", "--exit");
        var second = await _data.DocumentAsync("demo", "--exit");

        first.GetProperty("events").GetInt64().ShouldBeGreaterThan(1000);
        first.GetProperty("topics").EnumerateArray().Select(topic => topic.GetProperty("topic").GetString())
            .ShouldBe(
            [
                "cart_updated", "clickstream", "inventory_updated", "order_placed", "order_status_changed", "payment_processed", "product_reviewed",
                "product_upserted",
            ]);
        foreach (var topic in first.GetProperty("topics").EnumerateArray().Concat(second.GetProperty("topics").EnumerateArray()))
            topic.GetProperty("readBack").GetInt64().ShouldBe(topic.GetProperty("published").GetInt64());
        second.GetProperty("events").GetInt64().ShouldBe(first.GetProperty("events").GetInt64());
        var (once, twice) = (first.GetProperty("sales"), second.GetProperty("sales"));
        once.GetProperty("earlierOrders").GetInt64().ShouldBe(0);
        // The log has them twice now, and so have the sums; and the unit that the first run's visitor bought.
        twice.GetProperty("earlierOrders").GetInt64().ShouldBe(once.GetProperty("orders").GetInt64() + 1);
        twice.GetProperty("units").GetInt64().ShouldBe((2 * once.GetProperty("units").GetInt64()) + 1);
        var orderLines = new SimulatedHistory(new SimulationOptions()).Read(new RowAccount(), TestContext.Current.CancellationToken)
            .OfType<HistoryEvent<OrderPlaced>>().Sum(order => order.Value.Lines.Length);
        HoldFeatures(first, orderLines);
        HoldFeatures(second, (2 * orderLines) + 1);
        HoldRecommender(first, version: 1);
        HoldRecommender(second, version: 2);
        HoldServing(first);
        HoldServing(second);
        await HoldModelsAsync();
    }

    [Fact]
    public async Task A_history_is_told_row_by_row_and_what_is_rejected_has_its_reason()
    {
        DuckDbRequired();
        var file = _data.NewFile("history.csv", """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            536365,85123A,HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom
            A563185,B,Adjust bad debt,1,8/12/2011 14:50,11062.06,,United Kingdom

            """);

        var run = await _data.RunAsync("demo", "--exit", "--history", file);

        run.Status.ShouldBe(0, run.Errors);
        run.Output.ShouldContain("bad_debt_adjustment");
        run.Output.ShouldContain("2 rows: 1 became events, 1 were rejected.");
        run.Output.ShouldContain("2 events published");
        run.Output.ShouldContain("all read back and found equal, in order");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_one_line_with_the_remedy()
    {
        var run = await _data.RunAsync("demo", "--history", "/nowhere/retail.csv");

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("smartkart: /nowhere/retail.csv: there is no such file. Check the path.");
    }

    private static void HoldFeatures(JsonElement demo, int orderLines)
    {
        var features = demo.GetProperty("features");
        features.GetProperty("eventsArchived").GetInt64().ShouldBe(demo.GetProperty("events").GetInt64());
        features.GetProperty("stream").GetProperty("events").GetInt64().ShouldBe(demo.GetProperty("events").GetInt64());
        features.GetProperty("trainingSet").GetProperty("labels").GetInt64().ShouldBe(orderLines);
        var parity = features.GetProperty("parity").EnumerateArray().ToArray();
        parity.Select(run => run.GetProperty("engine").GetString()).ShouldBe(["local", "sql"]);
        foreach (var run in parity)
        {
            run.GetProperty("mismatches").GetInt64().ShouldBe(0, run.GetProperty("views").ToString());
            run.GetProperty("values").GetInt64().ShouldBeGreaterThan(50_000);
            run.GetProperty("worstDifference").GetDouble().ShouldBeLessThanOrEqualTo(1e-9);
        }
    }

    private static void HoldRecommender(JsonElement demo, int version)
    {
        var recommender = demo.GetProperty("recommender");
        var training = recommender.GetProperty("training");
        training.GetProperty("version").GetInt32().ShouldBe(version);
        training.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString())
            .ShouldBe(["popularity", "popularity_decayed", "item_knn", "rp3beta", "ease", "ials", "warp", "fixed_blend", "blend"], ignoreOrder: true);
        recommender.GetProperty("customers").GetArrayLength().ShouldBeGreaterThan(0);
        foreach (var customer in recommender.GetProperty("customers").EnumerateArray())
        {
            var has = customer.GetProperty("products").EnumerateArray().Select(product => product.GetString()).ToArray();
            customer.GetProperty("offered").EnumerateArray().ShouldAllBe(offered => !has.Contains(offered.GetProperty("product").GetString()));
        }
    }

    // A visitor's view, purchase and a product that sells out each change what is offered.
    private static void HoldServing(JsonElement demo)
    {
        var serving = demo.GetProperty("serving");
        serving.GetProperty("modelVersion").GetInt32().ShouldBeGreaterThan(0);
        var steps = serving.GetProperty("steps").EnumerateArray().ToArray();
        steps.Select(step => step.GetProperty("rung").GetString()).ShouldBe(["popular", "fresh", "fresh", "fresh"]);
        steps.ShouldAllBe(step => step.GetProperty("offered").GetArrayLength() > 0);
        steps[1].GetProperty("why").GetString()!.ShouldStartWith("Because you looked at");
        steps.Skip(1).ShouldAllBe(step => step.GetProperty("afterMs").GetDouble() > 0);
        serving.GetProperty("p50Ms").GetDouble().ShouldBeGreaterThan(0);
    }

    // The commands find what the demo registered, in the same folder.
    private async Task HoldModelsAsync()
    {
        var versions = await _data.DocumentAsync("models", "list");
        versions.EnumerateArray().Select(version => version.GetProperty("version").GetInt32()).ShouldBe([2, 1]);
        var shown = await _data.DocumentAsync("models", "show", "shop_recommender", "1");
        shown.GetProperty("metrics").GetProperty("ndcg").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        (await _data.DocumentAsync("models", "promote", "shop_recommender", "1")).GetProperty("aliases").EnumerateArray().Select(alias => alias.GetString()).ShouldContain("champion");
        (await _data.DocumentAsync("models", "promote", "shop_recommender", "2")).GetProperty("version").GetInt32().ShouldBe(2);
        (await _data.DocumentAsync("models", "rollback", "shop_recommender")).GetProperty("version").GetInt32().ShouldBe(1);
        var answer = await _data.DocumentAsync("recommend", "--products", "no such product", "--count", "4");
        answer.GetProperty("recommendations").GetArrayLength().ShouldBe(4);
        var dry = await _data.DocumentAsync("train", "recommender", "--dry-run");
        dry.GetProperty("memoryBytes").GetInt64().ShouldBeLessThan(dry.GetProperty("memoryAvailableBytes").GetInt64());
        (await _data.RunAsync("recommend", "--products", "x", "--model", "unheard_of")).Errors.ShouldContain("shop_recommender");
        (await _data.RunAsync("recommend", "user-107", "--serving", "http://127.0.0.1:1")).Errors
            .ShouldContain("'smartkart demo' or 'smartkart serve' runs one");
    }

    private static void DuckDbRequired()
    {
        var library = Repository.PathOf("deploy", "local", "native", "node_modules", "@duckdb", "node-bindings-linux-x64", "libduckdb.so");
        if (!File.Exists(library)) Assert.Skip($"{library} is not installed: run ./smartkart, which installs it.");
    }
}
