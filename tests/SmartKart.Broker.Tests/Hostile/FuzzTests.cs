using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Hostile;

public sealed class FuzzTests
{
    private const int Seed = 20_261_121;
    private const int Requests = 100_000;
    private const int Attackers = 16;

    // A request that waits for something, or whose length was a lie: its connection is given up after this long without an answer.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    // A valid request goes behind each spoilt one, told from it by its number: its answer says that the spoilt one was dealt with.
    private const int LastId = 0x4c415354;

    private static readonly byte[] Last = HostileBroker.Framed(ApiKey.ApiVersions, 0, new ApiVersionsRequest(), LastId);

    [Fact]
    public async Task A_hundred_thousand_mutated_requests_crash_nothing_leak_nothing_and_disturb_nobody()
    {
        await using var broker = await HostileBroker.StartAsync();
        await broker.ShouldServeAsync();
        var valid = new ValidRequests(new Random(Seed)).All();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var served = ServeAsync(broker, over.Token);
        GC.Collect();
        var (before, started) = (Environment.WorkingSet, Stopwatch.GetTimestamp());

        var finished = (await Task.WhenAll(Enumerable.Range(0, Attackers).Select(attacker => AttackAsync(broker.Port, valid, new Random(Seed + attacker + 1))))).Sum();

        var grown = (Environment.WorkingSet - before) / 1024 / 1024;
        await over.CancelAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"{Requests} requests, of which the connection survived {finished}, in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s; a client was served {await served} times meanwhile; {grown} MB more resident");   // a running test has one
        finished.ShouldBeGreaterThan(Requests / 10, "hardly a request reached a handler: the mutations spoil too much");
        (await served).ShouldBeGreaterThan(0);
        await broker.ShouldServeAsync();
        broker.ShouldHaveFailedNowhere();
        grown.ShouldBeLessThan(500);
    }

    /// <returns>How many requests the connection survived.</returns>
    private static async Task<int> AttackAsync(int port, List<byte[]> valid, Random random)
    {
        var mutator = new RequestMutator(random);
        var (sent, finished) = (0, 0);
        while (sent < Requests / Attackers)
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            var stream = client.GetStream();
            while (sent < Requests / Attackers)
            {
                sent++;
                byte[] request = [.. mutator.Mutate(valid[random.Next(valid.Count)]), .. Last];
                await stream.WriteAsync(request, TestContext.Current.CancellationToken);
                if (!await IsDealtWithAsync(stream)) break;
                finished++;
            }
        }
        return finished;
    }

    /// <returns>Whether the connection goes on; else the broker closed it, or something on it waits.</returns>
    private static async Task<bool> IsDealtWithAsync(NetworkStream stream)
    {
        var header = new byte[2 * sizeof(int)];
        try
        {
            while (true)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
                patience.CancelAfter(Patience);
                await stream.ReadExactlyAsync(header, patience.Token);
                await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(header) - sizeof(int)], patience.Token);
                if (BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(sizeof(int))) == LastId) return true;
            }
        }
        catch (Exception fault) when (fault is IOException || (fault is OperationCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static async Task<int> ServeAsync(HostileBroker broker, CancellationToken over)
    {
        using var client = await broker.ConnectAsync();
        var served = 0;
        while (!over.IsCancellationRequested)
        {
            var answer = await client.AskAsync<ApiVersionsRequest, ApiVersionsResponse>(ApiKey.ApiVersions, new(), version: 0);
            (answer.ErrorCode, answer.ApiKeys.Count).ShouldBe((ErrorCode.None, MessageCatalog.Apis.Count));
            await broker.ShouldServeAsync();
            served++;
        }
        return served;
    }
}
