using System.Net;
using SmartKart.Warehouse.BigQuery;

namespace SmartKart.Warehouse.Tests.BigQuery;

public class RetryTests : BigQueryTest
{
    [Theory]
    [InlineData(503, "backendError")]
    [InlineData(500, "internalError")]
    [InlineData(502, "badGateway")]
    [InlineData(429, "rateLimitExceeded")]
    [InlineData(403, "rateLimitExceeded")]
    public async Task A_fault_that_may_pass_is_asked_again(int status, string reason)
    {
        Server.Fail("jobs.query", status, reason);
        Server.Fail("jobs.query", status, reason);
        (await OneAsync<long>("SELECT 7")).ShouldBe(7);
        Server.AskedFor("jobs.query").Count.ShouldBe(3);
        Time.Waits.Count.ShouldBe(2);
        Time.Waits.ShouldAllBe(wait => wait <= TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(403, "accessDenied")]
    [InlineData(403, "quotaExceeded")]
    [InlineData(400, "invalidQuery")]
    [InlineData(404, "notFound")]
    public async Task A_refusal_is_not_asked_again(int status, string reason)
    {
        Server.Fail("jobs.query", status, reason);
        var refused = await Should.ThrowAsync<BigQueryRequestException>(() => OneAsync<long>("SELECT 7"));
        refused.Error!.Reason.ShouldBe(reason);
        refused.Status.ShouldBe((HttpStatusCode)status);
        refused.IsTransient.ShouldBeFalse();
        Server.AskedFor("jobs.query").Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_retries_end_and_say_how_many_there_were()
    {
        for (var i = 0; i < 4; i++) Server.Fail("jobs.query", 503, "backendError");
        var gone = await Should.ThrowAsync<BigQueryRequestException>(() => OneAsync<long>("SELECT 7"));
        gone.Attempts.ShouldBe(4);
        gone.IsTransient.ShouldBeTrue();
        gone.Message.ShouldContain("4 attempts");
        gone.Message.ShouldContain("project shop");
        gone.Message.ShouldContain("SELECT 7");
    }

    [Fact]
    public async Task BigQuery_may_ask_for_a_longer_wait()
    {
        Server.Fail("jobs.query", 503, "backendError", retryAfter: "17");
        (await OneAsync<long>("SELECT 7")).ShouldBe(7);
        Time.Waits.ShouldBe([TimeSpan.FromSeconds(17)]);
    }

    [Fact]
    public async Task A_job_whose_answer_was_lost_runs_once()
    {
        await GivenSalesAsync();
        Server.LoseAnswer("jobs.insert");
        var into = new QueryOptions { Destination = TableName.Parse("shop.copy"), Write = WriteDisposition.Append };
        await Client.ExecuteAsync("SELECT * FROM `shop.sale`", into, Cancellation);
        (await OneAsync<long>("SELECT count(*) FROM `shop.copy`")).ShouldBe(3);
        Server.AskedFor("jobs.insert").Count.ShouldBe(2);
        Server.AskedFor("jobs.insert").Select(asked => (string?)asked.Body!["jobReference"]!["jobId"]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_plain_statement_whose_answer_was_lost_runs_once()
    {
        await GivenSalesAsync();
        Server.LoseAnswer("jobs.query");
        await Client.ExecuteAsync("INSERT INTO `shop.sale` VALUES (4, 'cup', 1)", null, Cancellation);
        (await OneAsync<long>("SELECT count(*) FROM `shop.sale`")).ShouldBe(4);
    }

    [Theory]
    [InlineData("backendError")]
    [InlineData("rateLimitExceeded")]
    public async Task A_job_that_failed_for_a_passing_reason_runs_again_under_another_name(string reason)
    {
        await GivenSalesAsync();
        Server.Jobs.FailNext(reason);
        var into = new QueryOptions { Destination = TableName.Parse("shop.copy") };
        var job = await Client.ExecuteAsync("SELECT * FROM `shop.sale`", into, Cancellation);
        job.Error.ShouldBeNull();
        Server.AskedFor("jobs.insert").Select(asked => (string?)asked.Body!["jobReference"]!["jobId"]).Distinct().Count().ShouldBe(2);
        (await OneAsync<long>("SELECT count(*) FROM `shop.copy`")).ShouldBe(3);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_named_with_its_setting()
    {
        using var client = NewClient(options => options with { BaseUri = new Uri("http://127.0.0.1:1/"), MaxRetries = 1 });
        var gone = await Should.ThrowAsync<BigQueryRequestException>(() => client.QueryAsync("SELECT 1", null, Cancellation));
        gone.Status.ShouldBeNull();
        gone.IsTransient.ShouldBeTrue();
        gone.Message.ShouldContain("Warehouse:BigQuery:BaseUri");
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_refused_with_a_remedy()
    {
        using var client = NewClient(options => options with { MaxResponseBytes = 1024 * 1024 });
        var refused = await Should.ThrowAsync<WarehouseValueException>(() => client.QueryAsync("SELECT repeat('x', 2000000) AS x", null, Cancellation));
        refused.Message.ShouldContain("Lower PageRows");
    }
}
