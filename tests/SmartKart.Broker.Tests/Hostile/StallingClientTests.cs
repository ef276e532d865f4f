using System.Net.Sockets;
using SmartKart.Broker.Network;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Storage;

namespace SmartKart.Broker.Tests.Hostile;

/// <summary>Who stalls is sent away in time, and holds up nobody meanwhile.</summary>
public sealed class StallingClientTests
{
    private static readonly NetworkLimits Impatient = new() { RequestTimeout = TimeSpan.FromMilliseconds(300) };

    // What counts is minutes against seconds; a busy machine is granted plenty.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_request_that_stops_after_a_few_bytes_is_closed_in_time(int bytes)
    {
        await using var broker = await HostileBroker.StartAsync(Impatient);

        using var client = await broker.SendAsync(new byte[] { 0, 0, 1, 0, 0 }[..bytes]);
        await HostileBroker.ShouldBeClosedAsync(client).WaitAsync(Soon, TestContext.Current.CancellationToken);

        await broker.Log.UntilAsync(1002, "still incomplete after 0.3 s (Broker:Limits:RequestTimeout)");
    }

    [Fact]
    public async Task Large_requests_that_are_announced_and_not_sent_hold_no_memory()
    {
        await using var broker = await HostileBroker.StartAsync(new NetworkLimits { MaxRequestBytes = 1 << 20, RequestMemoryBytes = 1 << 20 });
        var announced = new List<TcpClient>();
        for (var client = 0; client < 50; client++) announced.Add(await broker.SendAsync(0, 0x10, 0, 0, 0, 0, 0, 3));

        await broker.ShouldServeAsync(valueBytes: 500_000).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        foreach (var client in announced) client.Dispose();
    }

    [Fact]
    public async Task Large_requests_that_come_slowly_starve_others_who_try_again_no_longer_than_the_timeout()
    {
        await using var broker = await HostileBroker.StartAsync(new NetworkLimits { MaxRequestBytes = 1 << 20, RequestMemoryBytes = 1 << 20, RequestTimeout = TimeSpan.FromSeconds(2) });
        var slow = new List<TcpClient>();
        for (var client = 0; client < 20; client++) slow.Add(await broker.SendAsync([0, 0x10, 0, 0, .. new byte[8192]]));

        // Who waited with them for memory may be sent away with them: Kafka's clients try again, and then there is room.
        await ServedSoonerOrLaterAsync(broker).WaitAsync(Soon, TestContext.Current.CancellationToken);

        await broker.Log.UntilAsync(1002, "still incomplete after 2 s");
        foreach (var client in slow) client.Dispose();
    }

    [Fact]
    public async Task A_client_that_half_closes_during_a_long_poll_is_let_go_at_once()
    {
        await using var broker = await HostileBroker.StartAsync();
        await broker.ShouldServeAsync();
        using var client = await broker.SendAsync(HostileBroker.Framed(ApiKey.Fetch, 11, HostileBroker.Fetch(maxWaitMs: 600_000, minBytes: int.MaxValue)));

        client.Client.Shutdown(SocketShutdown.Send);

        await HostileBroker.ShouldBeClosedAsync(client).WaitAsync(Soon, TestContext.Current.CancellationToken);
        broker.ShouldHaveFailedNowhere();
    }

    [Fact]
    public async Task A_silent_connection_is_closed_and_one_that_polls_is_not()
    {
        await using var broker = await HostileBroker.StartAsync(new NetworkLimits { IdleTimeout = TimeSpan.FromSeconds(1) });
        await broker.ShouldServeAsync();
        using var polling = await broker.ConnectAsync();
        var answer = polling.AskAsync<Broker.Messages.FetchRequest, Broker.Messages.FetchResponse>(ApiKey.Fetch, HostileBroker.Fetch(maxWaitMs: 600_000, minBytes: int.MaxValue), version: 11);

        using var silent = await broker.SendAsync();
        await HostileBroker.ShouldBeClosedAsync(silent).WaitAsync(Soon, TestContext.Current.CancellationToken);

        await broker.Log.UntilAsync(1002, "silent for 1 s (Broker:Limits:IdleTimeout)");
        (await answer.WaitAsync(Soon, TestContext.Current.CancellationToken)).ErrorCode.ShouldBe(ErrorCode.None);     // when the limit cut its wait short
    }

    [Fact]
    public async Task Clients_that_never_read_what_they_fetch_take_little_memory_and_are_closed()
    {
        await using var broker = await HostileBroker.StartAsync(new NetworkLimits { IdleTimeout = TimeSpan.FromSeconds(3) });
        using (var producer = await broker.ConnectAsync())
            for (var batch = 0; batch < 60; batch++) (await HostileBroker.ProduceAsync(producer, TestBatches.Of(1, 900_000))).ErrorCode.ShouldBe(ErrorCode.None);
        var fetch = HostileBroker.Framed(ApiKey.Fetch, 11, HostileBroker.Fetch(maxWaitMs: 0, minBytes: 1));
        var requests = Enumerable.Repeat(fetch, 100).SelectMany(bytes => bytes).ToArray();
        var before = Memory();

        var greedy = new List<TcpClient>();
        for (var client = 0; client < 50; client++) greedy.Add(await broker.SendAsync(requests));          // 250 GB, had anyone the memory
        await broker.ShouldServeAsync();
        var grown = Memory() - before;

        TestContext.Current.TestOutputHelper!.WriteLine($"50 clients that never read: {grown / 1024 / 1024} MB");      // a running test has one
        grown.ShouldBeLessThan(200L * 1024 * 1024);
        await broker.Log.UntilAsync(1002, "read nothing of its response for 3 s");
        foreach (var client in greedy) client.Dispose();
        broker.ShouldHaveFailedNowhere();
    }

    private static async Task ServedSoonerOrLaterAsync(HostileBroker broker)
    {
        while (true)
        {
            try
            {
                await broker.ShouldServeAsync(valueBytes: 500_000);
                return;
            }
            catch (IOException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                // Sent away; the caller's deadline ends this.
            }
        }
    }

    private static long Memory()
    {
        GC.Collect();
        return Environment.WorkingSet;
    }
}
