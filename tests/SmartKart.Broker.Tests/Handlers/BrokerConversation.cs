using SmartKart.Broker.Messages;
using SmartKart.Broker.Network;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Running;
using WireRecords = SmartKart.Broker.Protocol.Records;

namespace SmartKart.Broker.Tests.Handlers;

/// <summary>A running broker and a client of it, in the words of the tests of its handlers.</summary>
public abstract class BrokerConversation : IAsyncLifetime
{
    private RunningBroker _broker = null!;

    protected RunningBroker Broker => _broker;

    private protected WireClient Client { get; private set; } = null!;

    protected virtual BrokerOptions Options => new() { Fsync = false, Listeners = [new ListenerOptions { Port = 0 }], Registry = null, DefaultPartitions = 2 };

    public async ValueTask InitializeAsync()
    {
        _broker = await RunningBroker.StartAsync(Options);
        Client = await WireClient.ConnectAsync(_broker.Port);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        await _broker.DisposeAsync();
    }

    protected async Task RestartAsync()
    {
        Client.Dispose();
        await _broker.RestartAsync();
        Client = await WireClient.ConnectAsync(_broker.Port);
    }

    private protected Task<TResponse> AskAsync<TRequest, TResponse>(ApiKey key, TRequest request, short? version = null)
        where TRequest : class, IMessage
        where TResponse : class, IMessage, new() => Client.AskAsync<TRequest, TResponse>(key, request, version);

    private protected async Task<CreateTopicsResponse.CreatableTopicResult> CreateAsync(string name, int partitions = 1, params (string Name, string? Value)[] settings) =>
        (await AskAsync<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics, Creation(name, partitions, settings))).Topics.ShouldHaveSingleItem();

    private protected static CreateTopicsRequest Creation(string name, int partitions, params (string Name, string? Value)[] settings) => new()
    {
        Topics = [new() { Name = name, NumPartitions = partitions, ReplicationFactor = 1, Configs = [.. settings.Select(setting => new CreateTopicsRequest.CreatableTopicConfig { Name = setting.Name, Value = setting.Value })] }],
    };

    private protected async Task<ProduceResponse.PartitionProduceResponse> ProduceAsync(string topic, byte[] batch, int partition = 0, short acks = -1, short? version = null) =>
        (await AskAsync<ProduceRequest, ProduceResponse>(ApiKey.Produce, Production(topic, batch, partition, acks), version)).Responses.ShouldHaveSingleItem().PartitionResponses.ShouldHaveSingleItem();

    private protected static ProduceRequest Production(string topic, byte[] batch, int partition = 0, short acks = -1) => new()
    {
        Acks = acks,
        TimeoutMs = 10_000,
        TopicData = [new() { Name = topic, PartitionData = [new() { Index = partition, Records = new WireRecords(batch) }] }],
    };

    private protected async Task<FetchResponse.PartitionData> FetchAsync(string topic, long offset, int maxBytes = 1 << 20, sbyte isolation = 0) =>
        (await AskAsync<FetchRequest, FetchResponse>(ApiKey.Fetch, Fetching(topic, offset, maxBytes, isolation), version: 12)).Responses.ShouldHaveSingleItem().Partitions.ShouldHaveSingleItem();

    private protected static FetchRequest Fetching(string topic, long offset, int maxBytes = 1 << 20, sbyte isolation = 0, int maxWaitMs = 0, int minBytes = 0) => new()
    {
        MaxWaitMs = maxWaitMs,
        MinBytes = minBytes,
        IsolationLevel = isolation,
        Topics = [new() { Topic = topic, Partitions = [new() { Partition = 0, FetchOffset = offset, PartitionMaxBytes = maxBytes }] }],
    };
}
