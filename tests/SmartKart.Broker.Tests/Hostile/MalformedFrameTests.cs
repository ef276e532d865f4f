using System.Buffers.Binary;
using System.Net.Sockets;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Network;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Storage;

namespace SmartKart.Broker.Tests.Hostile;

/// <summary>Who sends what can't be is closed with a reason that names it; everyone else is served.</summary>
public sealed class MalformedFrameTests
{
    [Theory]
    [InlineData("80000000", "-2147483648 bytes")]
    [InlineData("ffffffff", "-1 bytes")]
    [InlineData("00000000", "0 bytes")]
    [InlineData("7fffffff", "2147483647 bytes")]
    [InlineData("474554202f20485454502f312e310d0a", "1195725856 bytes")]                 // GET / HTTP/1.1
    [InlineData("0000000a7fff0000000000010000", "API 32767")]
    [InlineData("0000000affff0000000000010000", "API -1")]
    [InlineData("0000000b0003006300000001ffff00", "Metadata version 99")]
    [InlineData("0000000e00030001000000010000ffffff00", "MetadataRequest version 1")]
    [InlineData("0000000e000300010000000100007fffffff", "items counted")]
    [InlineData("0000000a00030001000000017fff", "RequestHeader")]
    public async Task A_frame_that_cannot_be_closes_its_connection_with_a_reason(string hex, string says)
    {
        await using var broker = await HostileBroker.StartAsync();

        using var client = await broker.SendAsync(Convert.FromHexString(hex));
        await HostileBroker.ShouldBeClosedAsync(client);

        (await broker.Log.UntilAsync(1002, says)).Text.ShouldContain("127.0.0.1:");
        await broker.ShouldServeAsync();
        broker.ShouldHaveFailedNowhere();
    }

    [Theory]
    [InlineData("0000", "2 of the 4 bytes of a request's length")]
    [InlineData("000000100003", "2 of a request's 16 bytes")]
    [InlineData("00100000000300010000", "6 of a request's 1048576 bytes")]
    public async Task A_request_that_breaks_off_is_named(string hex, string says)
    {
        await using var broker = await HostileBroker.StartAsync();

        using (await broker.SendAsync(Convert.FromHexString(hex)))
        {
            // Closed right after it was sent.
        }

        await broker.Log.UntilAsync(1002, says);
        await broker.ShouldServeAsync();
        broker.ShouldHaveFailedNowhere();
    }

    [Fact]
    public async Task Records_with_a_wrong_checksum_are_refused_and_the_connection_stays()
    {
        await using var broker = await HostileBroker.StartAsync();
        using var client = await broker.ConnectAsync();
        var batch = TestBatches.Of(3);
        batch[^1] ^= 1;

        (await HostileBroker.ProduceAsync(client, batch)).ErrorCode.ShouldBe(ErrorCode.CorruptMessage);

        (await HostileBroker.ProduceAsync(client, TestBatches.Of(3))).BaseOffset.ShouldBe(0);
    }

    [Fact]
    public async Task A_small_request_of_very_many_items_is_refused_before_it_takes_memory()
    {
        await using var broker = await HostileBroker.StartAsync();
        const int Topics = 5_000_000;
        var frame = new byte[4 + 10 + 4 + 2 * Topics];                                   // each topic an empty name
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - 4);
        frame[5] = (byte)ApiKey.Metadata;
        frame[7] = 1;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(14), Topics);

        using var client = await broker.SendAsync(frame);
        await HostileBroker.ShouldBeClosedAsync(client);

        await broker.Log.UntilAsync(1002, "no message may have more than");
    }

    [Fact]
    public async Task More_connections_than_allowed_are_turned_away_and_make_room_when_they_leave()
    {
        await using var broker = await HostileBroker.StartAsync(new NetworkLimits { MaxConnections = 3 });
        var first = await broker.ConnectAsync();
        using var second = await broker.ConnectAsync();
        using var third = await broker.ConnectAsync();
        foreach (var client in new[] { first, second, third })
            await client.AskAsync<ApiVersionsRequest, ApiVersionsResponse>(ApiKey.ApiVersions, new(), version: 0);

        // It sends nothing: it may be turned away before it could.
        using var fourth = new TcpClient();
        if (await IsConnectedAsync(fourth, broker.Port)) await HostileBroker.ShouldBeClosedAsync(fourth);
        await broker.Log.UntilAsync(1002, "Broker:Limits:MaxConnections");
        first.Dispose();

        using var next = await AdmittedAsync(broker);
    }

    // Who is turned away at once may learn of it while still connecting.
    private static async Task<bool> IsConnectedAsync(TcpClient client, int port)
    {
        try
        {
            await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException refusal) when (refusal.SocketErrorCode == SocketError.ConnectionReset)
        {
            return false;
        }
    }

    // The broker learns of the one that left a moment later.
    private static async Task<Running.WireClient> AdmittedAsync(HostileBroker broker)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var client = await broker.ConnectAsync();
            try
            {
                await client.AskAsync<ApiVersionsRequest, ApiVersionsResponse>(ApiKey.ApiVersions, new(), version: 0);
                return client;
            }
            catch (Exception refusal) when (refusal is IOException or SocketException && !patience.IsCancellationRequested)
            {
                client.Dispose();
            }
        }
    }
}
