using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SmartKart.Schemas.Tests.Registry;

public sealed class RetryTests : RegistryTests
{
    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_may_pass_is_asked_again(int status)
    {
        Registry.Fail(status);

        (await Client.GetSubjectsAsync(Stop)).ShouldBeEmpty();

        Asked.Count().ShouldBe(2);
        Time.Waits.ShouldHaveSingleItem().ShouldBeInRange(TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(501)]
    public async Task What_is_refused_is_not_asked_again(int status)
    {
        Registry.Fail(status);

        (await Refused(() => Client.GetSubjectsAsync(Stop))).StatusCode.ShouldBe((HttpStatusCode)status);

        (Asked.Count(), Time.Waits.Count).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Retries_are_bounded_and_each_may_wait_twice_as_long()
    {
        using var client = Connect(options => options with { MaxRetries = 4, RetryDelay = TimeSpan.FromSeconds(1), MaxRetryDelay = TimeSpan.FromSeconds(3) });
        for (var i = 0; i < 9; i++) Registry.Fail(503, """{"error_code":50003,"message":"Error while forwarding"}""");

        var error = await Refused(() => client.GetSubjectsAsync(Stop));

        (error.ErrorCode, Asked.Count()).ShouldBe((50003, 5));
        var ceilings = new[] { 1, 2, 3, 3 };
        Time.Waits.Count.ShouldBe(ceilings.Length);
        foreach (var (wait, ceiling) in Time.Waits.Zip(ceilings)) wait.ShouldBeInRange(TimeSpan.FromTicks(1), TimeSpan.FromSeconds(ceiling));
        Time.Waits.Distinct().Count().ShouldBe(ceilings.Length);        // jitter, not the ceilings
    }

    [Fact]
    public async Task The_registrys_own_wish_in_seconds_is_waited_for()
    {
        Registry.Fail(429, retryAfter: "7");

        await Client.GetSubjectsAsync(Stop);

        Time.Waits.ShouldBe([TimeSpan.FromSeconds(7)]);
    }

    [Fact]
    public async Task The_registrys_own_wish_as_a_moment_is_waited_for()
    {
        Registry.Fail(429, retryAfter: Time.GetUtcNow().AddSeconds(5).ToString("R", CultureInfo.InvariantCulture));

        await Client.GetSubjectsAsync(Stop);

        Time.Waits.ShouldBe([TimeSpan.FromSeconds(5)]);
    }

    [Fact]
    public async Task A_wish_beyond_the_longest_wait_is_a_refusal()
    {
        Registry.Fail(429, retryAfter: "3600");

        (await Refused(() => Client.GetSubjectsAsync(Stop))).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        Time.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_registry_that_hangs_is_given_up_after_the_timeout_and_asked_again()
    {
        var (came, _) = Registry.Hold();
        var subjects = Client.GetSubjectsAsync(Stop);
        await came.WaitAsync(Stop);

        Time.EndHeld();

        (await subjects).ShouldBeEmpty();
        Asked.Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_registry_that_always_hangs_is_told_with_the_timeout()
    {
        using var client = Connect(options => options with { MaxRetries = 0 });
        var (came, _) = Registry.Hold();
        var subjects = client.GetSubjectsAsync(Stop);
        await came.WaitAsync(Stop);

        Time.EndHeld();

        (await Refused(() => subjects)).Message.ShouldContain("it did not answer within 77 s");
    }

    [Fact]
    public async Task A_dead_address_is_passed_over_and_the_living_one_remembered()
    {
        var dead = DeadAddress();
        using var client = Connect(options => options with { Urls = [dead, Registry.Url] });

        (await client.GetSubjectsAsync(Stop)).ShouldBeEmpty();
        await using var risen = await ScriptedRegistry.StartAsync(dead);
        (await client.GetSubjectsAsync(Stop)).ShouldBeEmpty();

        (Asked.Count(), risen.Requests.Count, Time.Waits.Count).ShouldBe((2, 0, 0));
    }

    [Fact]
    public async Task An_ailing_address_is_passed_over()
    {
        await using var other = await ScriptedRegistry.StartAsync();
        using var client = Connect(options => options with { Urls = [Registry.Url, other.Url] });
        Registry.Fail(503);

        (await client.GetSubjectsAsync(Stop)).ShouldBeEmpty();

        (Asked.Count(), other.Requests.Count, Time.Waits.Count).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task Where_no_address_answers_the_error_says_which_and_why()
    {
        var dead = DeadAddress();
        using var client = Connect(options => options with { Urls = [dead], MaxRetries = 2 });

        var error = await Refused(() => client.GetSubjectsAsync(Stop));

        (error.StatusCode, error.Registry, Time.Waits.Count).ShouldBe((null, dead, 2));
        error.Message.ShouldStartWith($"schema registry {dead}: could not list the subjects: Connection refused");
    }

    [Fact]
    public async Task A_connection_that_breaks_is_asked_again()
    {
        Registry.Faults.Enqueue(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        (await Client.GetSubjectsAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_let_go_at_once()
    {
        using var giveUp = new CancellationTokenSource();
        var (came, _) = Registry.Hold();
        var subjects = Client.GetSubjectsAsync(giveUp.Token);
        await came.WaitAsync(Stop);

        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => subjects);
        Asked.Count().ShouldBe(1);
    }

    private static Uri DeadAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }
}
