using System.Text.Json;

namespace SmartKart.EndToEnd.CommandLine;

public sealed class DemoTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-demo-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Without_a_history_a_simulated_day_goes_through_the_event_contracts()
    {
        var run = await ProcessRun.SmartKartAsync("demo", "--json", "--exit");

        run.Status.ShouldBe(0, run.Errors);
        using var document = JsonDocument.Parse(run.Output);
        document.RootElement.GetProperty("events").GetInt64().ShouldBeGreaterThan(1000);
        document.RootElement.GetProperty("topics").EnumerateArray().Select(topic => topic.GetProperty("topic").GetString())
            .ShouldBe(["cart_updated", "clickstream", "inventory_updated", "order_placed", "payment_processed"]);
    }

    [Fact]
    public async Task A_history_is_told_row_by_row_and_what_is_rejected_has_its_reason()
    {
        DuckDbRequired();
        var file = Path.Combine(_folder.FullName, "history.csv");
        await File.WriteAllTextAsync(file, """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            536365,85123A,HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom
            A563185,B,Adjust bad debt,1,8/12/2011 14:50,11062.06,,United Kingdom

            """, TestContext.Current.CancellationToken);

        var run = await ProcessRun.SmartKartAsync("demo", "--history", file);

        run.Status.ShouldBe(0, run.Errors);
        run.Output.ShouldContain("bad_debt_adjustment");
        run.Output.ShouldContain("2 rows: 1 became events, 1 were rejected.");
        run.Output.ShouldContain("2 events, each encoded, decoded and found equal");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_one_line_with_the_remedy()
    {
        var run = await ProcessRun.SmartKartAsync("demo", "--history", "/nowhere/retail.csv");

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("smartkart: /nowhere/retail.csv: there is no such file. --history takes the path of one.");
    }

    private static void DuckDbRequired()
    {
        var library = Repository.PathOf("deploy", "local", "native", "node_modules", "@duckdb", "node-bindings-linux-x64", "libduckdb.so");
        if (!File.Exists(library)) Assert.Skip($"{library} is not installed: run ./smartkart, which installs it.");
    }
}
