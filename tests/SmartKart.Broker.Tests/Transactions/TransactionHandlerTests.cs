using System.Buffers;
using System.Net;
using SmartKart.Broker.Handlers;
using SmartKart.Broker.Handlers.Transactions;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Security;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Transactions;

public sealed class TransactionHandlerTests : IDisposable, IClient
{
    private readonly TestBroker _broker = new();

    public string Host => "/127.0.0.1";
    public DnsEndPoint Advertised { get; } = new("localhost", 9092);
    Authentication IClient.Authentication { get; } = Authentication.NotAsked();

    public void Dispose() => _broker.Dispose();

    [Fact]
    public async Task Each_version_of_a_whole_transaction_is_answered()
    {
        for (short version = 0; version <= 5; version++)
        {
            var id = $"v{version}";
            var begin = new InitProducerIdRequest { TransactionalId = id, TransactionTimeoutMs = 1_000 };
            var init = await AskAsync<InitProducerIdResponse>(begin, ApiKey.InitProducerId, version);
            (init.ErrorCode, init.ProducerEpoch).ShouldBe((ErrorCode.None, (short)0));
            var added = await AddAsync(id, new ProducerIdAndEpoch(init.ProducerId, 0), Math.Min(version, (short)3), TestBroker.Clicks, TestBroker.Orders);
            added.Values.ShouldBe([ErrorCode.None, ErrorCode.None]);
            var offsets = new AddOffsetsToTxnRequest { TransactionalId = id, ProducerId = init.ProducerId, ProducerEpoch = 0, GroupId = "g" };
            (await AskAsync<AddOffsetsToTxnResponse>(offsets, ApiKey.AddOffsetsToTxn, Math.Min(version, (short)4))).ErrorCode.ShouldBe(ErrorCode.None);
            var end = new EndTxnRequest { TransactionalId = id, ProducerId = init.ProducerId, ProducerEpoch = 0, Committed = true };
            (await AskAsync<EndTxnResponse>(end, ApiKey.EndTxn, Math.Min(version, (short)4))).ErrorCode.ShouldBe(ErrorCode.None);
        }
    }

    [Fact]
    public async Task An_idempotent_producer_needs_no_transactional_id()
    {
        var first = await AskAsync<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = null }, ApiKey.InitProducerId, 4);
        var second = await AskAsync<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = null }, ApiKey.InitProducerId, 4);
        (first.ErrorCode, first.ProducerEpoch).ShouldBe((ErrorCode.None, (short)0));
        second.ProducerId.ShouldNotBe(first.ProducerId);
    }

    [Fact]
    public async Task Half_an_identity_is_an_invalid_request()
    {
        var request = new InitProducerIdRequest { TransactionalId = "a", TransactionTimeoutMs = 1_000, ProducerId = 3, ProducerEpoch = -1 };
        (await AskAsync<InitProducerIdResponse>(request, ApiKey.InitProducerId, 3)).ErrorCode.ShouldBe(ErrorCode.InvalidRequest);
    }

    [Fact]
    public async Task Where_one_partition_cannot_be_added_none_is()
    {
        var producer = await _broker.BeginAsync("a");
        var missing = new TopicPartition("nowhere", 0);
        (await AddAsync("a", producer, 3, TestBroker.Clicks, missing, TestBroker.Offsets)).ShouldBe(new Dictionary<TopicPartition, ErrorCode>
        {
            [TestBroker.Clicks] = ErrorCode.OperationNotAttempted,
            [missing] = ErrorCode.UnknownTopicOrPartition,
            [TestBroker.Offsets] = ErrorCode.TopicAuthorizationFailed,
        }, ignoreOrder: true);
        _broker.Coordinator.StateCounts().Keys.ShouldBe([TransactionState.Empty]);
    }

    [Fact]
    public async Task A_fenced_producer_is_told_so_in_the_words_of_its_version()
    {
        var old = await _broker.BeginAsync("a");
        await _broker.BeginAsync("a");
        for (short version = 0; version <= 3; version++)
        {
            var fenced = version < 2 ? ErrorCode.InvalidProducerEpoch : ErrorCode.ProducerFenced;
            (await AddAsync("a", old, version, TestBroker.Clicks)).Values.ShouldBe([fenced]);
            var offsets = new AddOffsetsToTxnRequest { TransactionalId = "a", ProducerId = old.Id, ProducerEpoch = old.Epoch, GroupId = "g" };
            (await AskAsync<AddOffsetsToTxnResponse>(offsets, ApiKey.AddOffsetsToTxn, version)).ErrorCode.ShouldBe(fenced);
            var end = new EndTxnRequest { TransactionalId = "a", ProducerId = old.Id, ProducerEpoch = old.Epoch };
            (await AskAsync<EndTxnResponse>(end, ApiKey.EndTxn, version)).ErrorCode.ShouldBe(fenced);
        }
        for (short version = 3; version <= 4; version++)
        {
            var init = new InitProducerIdRequest { TransactionalId = "a", TransactionTimeoutMs = 1_000, ProducerId = old.Id, ProducerEpoch = old.Epoch };
            (await AskAsync<InitProducerIdResponse>(init, ApiKey.InitProducerId, version)).ErrorCode
                .ShouldBe(version < 4 ? ErrorCode.InvalidProducerEpoch : ErrorCode.ProducerFenced);
        }
    }

    private async Task<Dictionary<TopicPartition, ErrorCode>> AddAsync(
        string id, ProducerIdAndEpoch producer, short version, params TopicPartition[] partitions)
    {
        var request = new AddPartitionsToTxnRequest
        {
            V3AndBelowTransactionalId = id, V3AndBelowProducerId = producer.Id, V3AndBelowProducerEpoch = producer.Epoch,
            V3AndBelowTopics = [.. partitions.Select(partition =>
                new AddPartitionsToTxnRequest.AddPartitionsToTxnTopic { Name = partition.Topic, Partitions = [partition.Partition] })],
        };
        var response = await AskAsync<AddPartitionsToTxnResponse>(request, ApiKey.AddPartitionsToTxn, version);
        return response.ResultsByTopicV3AndBelow.SelectMany(topic => topic.ResultsByPartition.Select(partition => (topic.Name, Result: partition)))
            .ToDictionary(result => new TopicPartition(result.Name, result.Result.PartitionIndex), result => result.Result.PartitionErrorCode);
    }

    private async Task<TResponse> AskAsync<TResponse>(IMessage request, ApiKey key, short version) where TResponse : class, IMessage
    {
        var api = MessageCatalog.Get(key);
        var body = new ArrayBufferWriter<byte>();
        MessageWriter.Write(body, request, version, api.IsFlexible(version));
        var context = new RequestContext { Api = api, Version = version, ClientId = "test", Client = this, Cancellation = CancellationToken.None };
        var handler = TransactionHandlers.All(_broker.Coordinator).Single(candidate => candidate.Key == key);
        var answer = handler.HandleAsync(new ReadOnlySequence<byte>(body.WrittenMemory), context);
        var response = (await answer).ShouldBeOfType<TResponse>();
        await _broker.Coordinator.SettledAsync();
        return response;
    }
}
