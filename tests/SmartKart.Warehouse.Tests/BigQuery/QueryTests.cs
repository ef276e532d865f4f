using SmartKart.Warehouse.BigQuery;

namespace SmartKart.Warehouse.Tests.BigQuery;

public class QueryTests : BigQueryTest
{
    [Fact]
    public async Task A_plain_query_takes_one_round_trip()
    {
        await GivenSalesAsync();
        using var client = NewClient(options => options with { LongPoll = TimeSpan.FromSeconds(30) });
        await using var rows = await client.QueryAsync("SELECT id, product FROM `shop.sale` ORDER BY id", null, Cancellation);
        var products = new List<string>();
        while (await rows.ReadAsync(Cancellation)) products.Add($"{rows.GetInt32(0)} {rows.GetString(1)}");
        products.ShouldBe(["1 tea", "2 pot", "3 tea"]);
        Server.Requests.Select(asked => asked.Method).ShouldBe(["jobs.query"]);
    }

    [Fact]
    public async Task Every_page_is_fetched_when_the_one_before_is_read()
    {
        using var client = NewClient(options => options with { PageRows = 10 });
        await using var rows = await client.QueryAsync("SELECT i FROM range(25) t(i) ORDER BY i", null, Cancellation);
        rows.TotalRows.ShouldBe(25);
        var sum = 0L;
        for (var row = 0; await rows.ReadAsync(Cancellation); row++)
        {
            sum += rows.GetInt64(0);
            Server.AskedFor("jobs.getQueryResults").Count.ShouldBe(row / 10);
        }
        sum.ShouldBe(300);
    }

    [Fact]
    public async Task Reading_on_without_await_stops_at_the_end_of_a_page_with_a_remedy()
    {
        using var client = NewClient(options => options with { PageRows = 2 });
        await using var rows = await client.QueryAsync("SELECT i FROM range(3) t(i)", null, Cancellation);
        rows.Read().ShouldBeTrue();
        rows.Read().ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => rows.Read()).Message.ShouldContain("Await ReadAsync");
    }

    [Fact]
    public async Task A_query_that_takes_long_is_waited_for()
    {
        Server.Jobs.Hold();
        var answer = Client.QueryAsync("SELECT 1", null, Cancellation);
        await Until(() => Server.AskedFor("jobs.getQueryResults").Count > 2);
        Server.Jobs.Release();
        await using var rows = await answer;
        (await rows.ReadAsync(Cancellation)).ShouldBeTrue();
        Server.Jobs.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_destination_takes_the_rows_by_its_disposition()
    {
        await GivenSalesAsync();
        var into = new QueryOptions { Destination = TableName.Parse("shop.tea"), Write = WriteDisposition.Truncate };
        await Client.ExecuteAsync("SELECT id FROM `shop.sale`", into, Cancellation);
        await Client.ExecuteAsync("SELECT id FROM `shop.sale` WHERE product = 'tea'", into, Cancellation);
        (await OneAsync<long>("SELECT count(*) FROM `shop.tea`")).ShouldBe(2);
        await Client.ExecuteAsync("SELECT id FROM `shop.sale`", into with { Write = WriteDisposition.Append }, Cancellation);
        (await OneAsync<long>("SELECT count(*) FROM `shop.tea`")).ShouldBe(5);
        var refused = await Should.ThrowAsync<BigQueryJobException>(() =>
            Client.ExecuteAsync("SELECT id FROM `shop.sale`", into with { Write = WriteDisposition.Empty }, Cancellation));
        refused.Error!.Reason.ShouldBe("duplicate");
    }

    [Fact]
    public async Task A_statement_that_changes_rows_says_how_many()
    {
        await GivenSalesAsync();
        var job = await Client.ExecuteAsync("UPDATE `shop.sale` SET price = 1 WHERE product = 'tea'", null, Cancellation);
        job.AffectedRows.ShouldBe(2);
        job.StatementType.ShouldBe("UPDATE");
        job.State.ShouldBe(JobState.Done);
        await using var rows = await Client.QueryAsync("DELETE FROM `shop.sale` WHERE id = 1", null, Cancellation);
        rows.RecordsAffected.ShouldBe(1);
    }

    [Fact]
    public async Task A_dry_run_tells_bytes_and_columns_and_runs_nothing()
    {
        await GivenSalesAsync();
        var plan = await Client.DryRunAsync("SELECT id, [price] AS prices FROM `shop.sale`", null, Cancellation);
        plan.BytesProcessed.ShouldBe(3 * 3 * 8);
        plan.Schema.Select(field => $"{field.Name} {field.SqlType}").ShouldBe(["id INT64", "prices ARRAY<NUMERIC>"]);
        plan.StatementType.ShouldBe("SELECT");
        Server.Jobs.All.Count.ShouldBe(2);      // those that made the table
    }

    [Fact]
    public async Task The_options_of_client_and_query_reach_the_job()
    {
        await GivenSalesAsync();
        using var client = NewClient(options => options with
        {
            DefaultDataset = "shop",
            MaximumBytesBilled = 1000,
            Labels = new Dictionary<string, string> { ["team"] = "features", ["step"] = "none" },
        });
        var options = new QueryOptions
        {
            Priority = JobPriority.Batch,
            UseCache = false,
            Timeout = TimeSpan.FromMinutes(5),
            Labels = new Dictionary<string, string> { ["step"] = "backfill" },
            Parameters = [BigQueryParameter.Of("product", "tea")],
        };
        await using var rows = await client.QueryAsync("SELECT count(*) FROM `sale` WHERE product = @product", options, Cancellation);
        (await rows.ReadAsync(Cancellation)).ShouldBeTrue();
        rows.GetInt64(0).ShouldBe(2);
        var configuration = Server.AskedFor("jobs.insert").ShouldHaveSingleItem().Body!["configuration"]!;
        configuration["labels"]!.ToJsonString().ShouldBe("""{"team":"features","step":"backfill"}""");
        configuration["jobTimeoutMs"]!.ToJsonString().ShouldBe("\"300000\"");
        configuration["query"]!["maximumBytesBilled"]!.ToJsonString().ShouldBe("\"1000\"");
        configuration["query"]!["priority"]!.ToJsonString().ShouldBe("\"BATCH\"");
        configuration["query"]!["useQueryCache"]!.ToJsonString().ShouldBe("false");
    }

    [Fact]
    public async Task A_query_that_would_read_too_much_costs_nothing()
    {
        await GivenSalesAsync();
        var refused = await Should.ThrowAsync<BigQueryException>(() =>
            Client.QueryAsync("SELECT * FROM `shop.sale`", new QueryOptions { MaximumBytesBilled = 10 }, Cancellation));
        refused.Error!.Reason.ShouldBe("bytesBilledLimitExceeded");
        refused.Message.ShouldContain("raise MaximumBytesBilled");
    }

    [Fact]
    public async Task A_job_of_the_callers_name_runs_once()
    {
        await GivenSalesAsync();
        var named = new QueryOptions { JobId = "backfill_2026-11-21" };
        await Client.ExecuteAsync("DELETE FROM `shop.sale` WHERE id = 1", named, Cancellation);
        var refused = await Should.ThrowAsync<BigQueryRequestException>(() => Client.ExecuteAsync("DELETE FROM `shop.sale` WHERE id = 2", named, Cancellation));
        refused.Error!.Reason.ShouldBe("duplicate");
        (await OneAsync<long>("SELECT count(*) FROM `shop.sale`")).ShouldBe(2);
    }

    /// <summary>Awaits a condition, ten seconds at most.</summary>
    internal static async Task Until(Func<bool> holds)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        while (!holds()) await Task.Delay(5, deadline.Token);
    }
}
