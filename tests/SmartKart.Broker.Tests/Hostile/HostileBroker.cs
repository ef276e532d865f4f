using System.Buffers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Network;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Running;
using SmartKart.Broker.Tests.Security;
using SmartKart.Broker.Tests.Storage;

namespace SmartKart.Broker.Tests.Hostile;

/// <summary>A broker under attack, what it logs meanwhile, and a client that only wants to be served.</summary>
internal sealed class HostileBroker : IAsyncDisposable
{
    public const string Topic = "orders";

    private readonly RunningBroker _broker;

    private HostileBroker(RunningBroker broker, KeptLog log) => (_broker, Log) = (broker, log);

    public KeptLog Log { get; }

    public int Port => _broker.Port;

    public static async Task<HostileBroker> StartAsync(NetworkLimits? limits = null)
    {
        var log = new KeptLog();
        return new HostileBroker(await RunningBroker.StartAsync(SecureListeners.Broker(new ListenerOptions { Port = 0 }) with { Limits = limits ?? new NetworkLimits() }, log), log);
    }

    public Task<WireClient> ConnectAsync() => WireClient.ConnectAsync(Port);

    /// <summary>Sends bytes as they are.</summary>
    public async Task<TcpClient> SendAsync(params byte[] bytes)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Shows that a client which behaves is served: it appends a record and is told where.</summary>
    public async Task ShouldServeAsync(int valueBytes = 20)
    {
        using var client = await ConnectAsync();
        (await ProduceAsync(client, TestBatches.Of(1, valueBytes))).ErrorCode.ShouldBe(ErrorCode.None);
    }

    public static async Task<ProduceResponse.PartitionProduceResponse> ProduceAsync(WireClient client, byte[] batch)
    {
        await client.AskAsync<MetadataRequest, MetadataResponse>(ApiKey.Metadata, new() { Topics = [new() { Name = Topic }], AllowAutoTopicCreation = true }, version: 4);
        var answer = await client.AskAsync<ProduceRequest, ProduceResponse>(ApiKey.Produce, new()
        {
            Acks = 1,
            TimeoutMs = 1_000,
            TopicData = [new() { Name = Topic, PartitionData = [new() { Index = 0, Records = new Broker.Protocol.Records(batch) }] }],
        }, version: 7);
        return answer.Responses.Single().PartitionResponses.Single();
    }

    public static byte[] Framed(ApiKey key, short version, IMessage request, int correlationId = 1)
    {
        var output = new ArrayBufferWriter<byte>();
        RequestFrame.Write(output, MessageCatalog.Get(key), version, correlationId, "hostile", request);
        return output.WrittenSpan.ToArray();
    }

    public static FetchRequest Fetch(int maxWaitMs, int minBytes) => new()
    {
        MaxWaitMs = maxWaitMs,
        MinBytes = minBytes,
        MaxBytes = int.MaxValue,
        SessionEpoch = -1,
        Topics = [new() { Topic = Topic, Partitions = [new() { Partition = 0, FetchOffset = 0, PartitionMaxBytes = int.MaxValue }] }],
    };

    /// <summary>Waits until the broker closes the connection, and discards what it still says.</summary>
    public static async Task ShouldBeClosedAsync(TcpClient client)
    {
        var buffer = new byte[4096];
        try
        {
            // The socket itself: TcpClient hands out no stream once its own side is shut.
            while (await client.Client.ReceiveAsync(buffer, TestContext.Current.CancellationToken) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset is closed, too.
        }
    }

    public void ShouldHaveFailedNowhere() =>
        Log.Entries.Where(entry => entry.Level >= LogLevel.Error).Select(entry => $"{entry.Text}\n{entry.Exception}").ShouldBeEmpty();

    public ValueTask DisposeAsync() => _broker.DisposeAsync();
}
