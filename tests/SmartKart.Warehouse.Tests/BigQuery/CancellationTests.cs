using SmartKart.Warehouse.BigQuery;

namespace SmartKart.Warehouse.Tests.BigQuery;

public class CancellationTests : BigQueryTest
{
    [Theory]
    [InlineData(JobPriority.Interactive)]
    [InlineData(JobPriority.Batch)]
    public async Task A_caller_who_gives_up_cancels_the_job(JobPriority priority)
    {
        Server.Jobs.Hold();
        using var stop = new CancellationTokenSource();
        var answer = Client.QueryAsync("SELECT 1", new QueryOptions { Priority = priority }, stop.Token);
        await QueryTests.Until(() => Server.AskedFor("jobs.getQueryResults").Count > 0);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => answer);
        Server.Jobs.All.ShouldHaveSingleItem().Stop.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_caller_who_gives_up_before_the_job_has_a_name_cancels_it_too()
    {
        Server.Jobs.Hold();
        using var client = NewClient(options => options with { LongPoll = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var answer = client.QueryAsync("SELECT 1", null, stop.Token);
        await QueryTests.Until(() => Server.Jobs.All.Count > 0);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => answer);
        Server.Jobs.All.ShouldHaveSingleItem().Stop.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_query_that_takes_longer_than_its_timeout_is_cancelled()
    {
        Server.Jobs.Hold();
        using var client = NewClient(time: TimeProvider.System);
        var options = new QueryOptions { Timeout = TimeSpan.FromMilliseconds(200) };
        var late = await Should.ThrowAsync<WarehouseTimeoutException>(() => client.QueryAsync("SELECT 1", options, Cancellation));
        late.Message.ShouldContain("0.2 s");
        late.Message.ShouldContain("Raise Timeout");
        Server.AskedFor("jobs.cancel").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_query_that_takes_longer_than_its_timeout_and_cannot_be_cancelled_is_told_of_as_one_that_does()
    {
        Server.Jobs.Hold();
        for (var i = 0; i < 4; i++) Server.Fail("jobs.cancel", 503, "backendError");
        using var client = NewClient(options => options with { RetryDelay = TimeSpan.Zero }, TimeProvider.System);
        var options = new QueryOptions { Timeout = TimeSpan.FromMilliseconds(200) };
        var late = await Should.ThrowAsync<WarehouseTimeoutException>(() => client.QueryAsync("SELECT 1", options, Cancellation));
        late.Message.ShouldContain("0.2 s");
        late.Message.ShouldContain("it may still run");
    }

    [Fact]
    public async Task A_job_that_cannot_be_cancelled_is_told_of()
    {
        Server.Jobs.Hold();
        for (var i = 0; i < 4; i++) Server.Fail("jobs.cancel", 503, "backendError");
        using var stop = new CancellationTokenSource();
        var answer = Client.QueryAsync("SELECT 1", null, stop.Token);
        await QueryTests.Until(() => Server.AskedFor("jobs.getQueryResults").Count > 0);
        await stop.CancelAsync();
        (await Record.ExceptionAsync(() => answer)).ShouldBeAssignableTo<OperationCanceledException>()!.Message.ShouldContain("it may still run");
    }

    [Fact]
    public async Task A_job_is_cancelled_by_its_name()
    {
        Server.Jobs.Hold();
        var answer = Client.QueryAsync("SELECT 1", new QueryOptions { JobId = "mine" }, Cancellation);
        await QueryTests.Until(() => Server.Jobs.All.Count > 0);
        var reference = new JobReference { ProjectId = "shop", JobId = "mine", Location = "europe-west3" };
        (await Client.GetJobAsync(reference, Cancellation)).State.ShouldBe(JobState.Running);
        await Client.CancelAsync(reference, Cancellation);
        (await Should.ThrowAsync<BigQueryJobException>(() => answer)).Error!.Reason.ShouldBe("stopped");
    }
}
