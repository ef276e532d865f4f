using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.FeatureStore.Tests.Online.Servers;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Online;

/// <summary>What readers and writers see of a Redis that is away, slow, full or a replica, and after it.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly ViewPlan View = Visits.Activity.Sources[0];

    [Fact]
    public async Task Where_nobody_listens_a_read_says_who_was_asked_and_what_to_do()
    {
        var fault = await Should.ThrowAsync<OnlineStoreUnavailableException>(
            Visits.ReadAsync(new RedisOptions { Connection = "127.0.0.1:1", ReadTimeout = Patience }, "ada"));
        fault.Server.ShouldBe("127.0.0.1:1");
        fault.Message.ShouldContain("127.0.0.1:1");
        fault.Message.ShouldContain("Redis:Connection");
    }

    [Fact]
    public async Task After_some_failures_reads_fail_at_once_and_pass_again_when_the_server_is_back()
    {
        await using var redis = await RedisServer.StartAsync();
        var options = redis.Options with { BreakAfter = 3, BreakFor = TimeSpan.FromMilliseconds(100) };
        await Visits.WriteAsync(options, "ada", Visits.Of(3).Blob());
        await using var store = OnlineStore.Open(options);
        await Visits.ReadAsync(store, "ada");
        await redis.RestartAsync(async () =>
        {
            OnlineStoreUnavailableException fault;
            do fault = await Should.ThrowAsync<OnlineStoreUnavailableException>(Visits.ReadAsync(store, "ada"));
            while (!fault.Message.Contains("held back", StringComparison.Ordinal));
            fault.RetryAfter.ShouldNotBeNull();
            fault.InnerException.ShouldBeAssignableTo<OnlineStoreException>();
        });
        await Until.TrueAsync(async () => await ViewsOrNone(store) == 3, "the server is back, with what it had saved");
    }

    [Fact]
    public async Task A_connection_that_the_server_closed_while_idle_costs_no_read()
    {
        await using var redis = await RedisServer.StartAsync();
        await Visits.WriteAsync(redis.Options, "ada", Visits.Of(3).Blob());
        await using var store = OnlineStore.Open(redis.Options);
        for (var i = 0; i < 5; i++)
        {
            Visits.Views(await Visits.ReadAsync(store, "ada")).ShouldBe(3);
            (await redis.AskAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")).ShouldNotStartWith("-");
        }
    }

    [Fact]
    public async Task A_server_that_hangs_costs_a_read_its_timeout_and_no_more_and_serves_again_when_it_goes_on()
    {
        await using var redis = await RedisServer.StartAsync();
        await Visits.WriteAsync(redis.Options, "ada", Visits.Of(3).Blob());
        var options = redis.Options with { ReadTimeout = TimeSpan.FromMilliseconds(50), BreakFor = TimeSpan.FromMilliseconds(50), BreakAfter = 2 };
        await using var store = OnlineStore.Open(options);
        await Until.TrueAsync(async () => await ViewsOrNone(store) == 3, "connected");
        await redis.SignalAsync("STOP");
        var fault = await Should.ThrowAsync<OnlineStoreTimeoutException>(Visits.ReadAsync(store, "ada").WaitAsync(Patience, Cancel));
        fault.Timeout.ShouldBe(options.ReadTimeout);
        fault.Message.ShouldContain("Redis:ReadTimeout");
        await Until.TrueAsync(async () => await ViewsOrNone(store) is null, "the circuit opens");
        await redis.SignalAsync("CONT");
        await Until.TrueAsync(async () => await ViewsOrNone(store) == 3, "it goes on");
    }

    [Fact]
    public async Task A_paused_server_delays_reads_and_mixes_none_of_their_answers_up()
    {
        await using var redis = await RedisServer.StartAsync();
        for (var user = 1; user <= 5; user++) await Visits.WriteAsync(redis.Options, $"u{user}", Visits.Of(user).Blob());
        var options = redis.Options with { ReadTimeout = TimeSpan.FromMilliseconds(100), BreakAfter = 1_000 };
        await using var store = OnlineStore.Open(options);
        await Until.TrueAsync(async () => await ViewsOrNone(store, "u1") == 1, "connected");
        await redis.AskAsync("CLIENT", "PAUSE", "300", "ALL");
        for (var i = 0; i < 100; i++)
        {
            var user = (i % 5) + 1;
            if (await ViewsOrNone(store, $"u{user}") is { } views) views.ShouldBe(user);
        }
        await Until.TrueAsync(async () => await ViewsOrNone(store, "u5") == 5, "the pause is over");
    }

    [Fact]
    public async Task Writes_wait_while_the_server_is_away_and_none_is_lost()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var writer = OnlineWriter.Open(redis.Options, new FixedClock(Visits.Now));
        await writer.WriteAsync(View, Visits.Key("u0"), Visits.Of(1).Blob(), default, Cancel);
        await writer.FlushAsync(Patience, Cancel);
        await redis.RestartAsync(async () =>
        {
            for (var user = 1; user <= 1_000; user++) await writer.WriteAsync(View, Visits.Key($"u{user}"), Visits.Of((user % 9) + 1).Blob(), default, Cancel);
            var report = await writer.FlushAsync(TimeSpan.FromSeconds(3), Cancel);
            report.Unwritten.ShouldBe(1_000);
            report.Fault.ShouldBeOfType<OnlineStoreUnavailableException>();
        });
        (await writer.FlushAsync(Patience, Cancel)).ShouldSatisfyAllConditions(
            report => report.Written.ShouldBe(1_000), report => report.Unwritten.ShouldBe(0));
        await using var store = OnlineStore.Open(redis.Options);
        for (var user = 1; user <= 1_000; user += 37) Visits.Views(await Visits.ReadAsync(store, $"u{user}")).ShouldBe((user % 9) + 1);
    }

    [Fact]
    public async Task Who_waits_for_room_is_told_when_the_writer_is_closed()
    {
        var writer = OnlineWriter.Open(new RedisOptions { Connection = "127.0.0.1:1", PendingBytesMax = 64 << 10 });
        var (waiting, user) = (ValueTask.CompletedTask, 0);
        while (waiting.IsCompleted && user < 10_000) waiting = writer.WriteAsync(View, Visits.Key($"u{user++}"), Visits.Of(20).Blob(), default, Cancel);
        waiting.IsCompleted.ShouldBeFalse();

        await writer.DisposeAsync();
        await writer.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => waiting.AsTask().WaitAsync(Patience, Cancel));
    }

    [Fact]
    public async Task A_full_server_refuses_writes_which_wait_until_it_has_room_while_reads_go_on()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var writer = OnlineWriter.Open(redis.Options, new FixedClock(Visits.Now));
        await writer.WriteAsync(View, Visits.Key("ada"), Visits.Of(3).Blob(), default, Cancel);
        await writer.FlushAsync(Patience, Cancel);
        await redis.AskAsync("CONFIG", "SET", "maxmemory", "1mb");
        await writer.WriteAsync(View, Visits.Key("bob"), Visits.Of(4).Blob(), default, Cancel);
        var report = await writer.FlushAsync(TimeSpan.FromSeconds(3), Cancel);
        report.Unwritten.ShouldBe(1);
        report.Fault.ShouldBeOfType<OnlineStoreFullException>().Message.ShouldContain("maxmemory");
        Visits.Views(await Visits.ReadAsync(redis.Options, "ada")).ShouldBe(3);
        await redis.AskAsync("CONFIG", "SET", "maxmemory", "0");
        (await writer.FlushAsync(Patience, Cancel)).Unwritten.ShouldBe(0);
        Visits.Views(await Visits.ReadAsync(redis.Options, "bob")).ShouldBe(4);
    }

    [Fact]
    public async Task A_replica_answers_reads_and_its_writes_go_to_the_primary_once_that_is_named()
    {
        await using var primary = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync("--replicaof", $"127.0.0.1 {primary.Process.Port}");
        await Until.TrueAsync(
            async () => (await replica.AskAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal), "it follows");
        await using (var misled = OnlineWriter.Open(replica.Options, new FixedClock(Visits.Now)))
        {
            await misled.WriteAsync(View, Visits.Key("ada"), Visits.Of(3).Blob(), default, Cancel);
            var report = await misled.FlushAsync(TimeSpan.FromSeconds(3), Cancel);
            report.Unwritten.ShouldBe(1);
            report.Fault.ShouldBeOfType<OnlineStoreReadOnlyException>().Message.ShouldContain("primary");
        }
        var both = replica.Options with { Connection = $"127.0.0.1:{replica.Process.Port},127.0.0.1:{primary.Process.Port}" };
        (await Visits.WriteAsync(both, "ada", Visits.Of(3).Blob())).Written.ShouldBe(1);
        await Until.TrueAsync(async () => Visits.Views(await Visits.ReadAsync(replica.Options, "ada")) == 3, "the replica has it, too");
    }

    [Fact]
    public async Task A_script_that_the_server_forgot_is_given_again()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var writer = OnlineWriter.Open(redis.Options, new FixedClock(Visits.Now));
        for (var sequence = 1; sequence <= 3; sequence++)
        {
            await writer.WriteAsync(View, Visits.Key("ada"), Visits.Of(3).Blob(sequence), default, Cancel);
            (await writer.FlushAsync(Patience, Cancel)).Written.ShouldBe(1);
            await redis.AskAsync("SCRIPT", "FLUSH");
        }
    }

    [Fact]
    public async Task A_second_private_server_in_a_directory_is_refused_and_a_stopped_ones_data_is_found_again()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.AskAsync("SET", "kept", "yes");
        (await Should.ThrowAsync<OnlineStoreUnavailableException>(PrivateRedis.StartAsync(redis.Process.Directory, cancel: Cancel)))
            .Message.ShouldContain("already runs");
        (await redis.AskAsync("GET", "kept")).ShouldBe("yes");
        await redis.RestartAsync();
        (await redis.AskAsync("GET", "kept")).ShouldBe("yes");
    }

    [Fact]
    public async Task A_private_server_that_cannot_start_says_what_redis_said()
    {
        RedisServer.SkipUnlessInstalled();
        var folder = Directory.CreateTempSubdirectory("smartkart-redis-");
        var fault = await Should.ThrowAsync<OnlineStoreUnavailableException>(PrivateRedis.StartAsync(folder.FullName, 0, ["--maxmemory", "nonsense"], Cancel));
        fault.Message.ShouldContain("maxmemory");
        folder.Delete(recursive: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // None while the store says why it can't tell.
    private static async Task<long?> ViewsOrNone(OnlineStore store, string user = "ada")
    {
        try
        {
            return Visits.Views(await Visits.ReadAsync(store, user).WaitAsync(Patience, Cancel));
        }
        catch (OnlineStoreException)
        {
            return null;
        }
    }
}
