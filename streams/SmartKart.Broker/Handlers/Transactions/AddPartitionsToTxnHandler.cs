using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Topics;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Handlers.Transactions;

/// <summary>Takes partitions into a transaction: all, or none where one of them cannot be.</summary>
internal sealed class AddPartitionsToTxnHandler(TransactionCoordinator coordinator)
    : RequestHandler<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(ApiKey.AddPartitionsToTxn)
{
    private const short FencedSince = 2;

    protected override async ValueTask<AddPartitionsToTxnResponse?> HandleAsync(AddPartitionsToTxnRequest request, RequestContext context)
    {
        var partitions = request.V3AndBelowTopics
            .SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Name, partition))).ToHashSet();
        var refused = partitions.ToDictionary(partition => partition, Refusal);
        if (refused.Values.Any(error => error != ErrorCode.None))
            return Response(request, partition => refused[partition] == ErrorCode.None ? ErrorCode.OperationNotAttempted : refused[partition]);

        var producer = new ProducerIdAndEpoch(request.V3AndBelowProducerId, request.V3AndBelowProducerEpoch);
        var error = await coordinator.AddPartitionsAsync(request.V3AndBelowTransactionalId, producer, partitions, context.Cancellation);
        var said = TransactionHandlers.InWordsOf(error, context.Version, FencedSince);
        return Response(request, _ => said);
    }

    // Kafka's own words for a topic that only the broker writes to.
    private ErrorCode Refusal(TopicPartition partition) =>
        InternalTopics.Contains(partition.Topic) ? ErrorCode.TopicAuthorizationFailed
        : coordinator.Knows(partition) ? ErrorCode.None : ErrorCode.UnknownTopicOrPartition;

    private static AddPartitionsToTxnResponse Response(AddPartitionsToTxnRequest request, Func<TopicPartition, ErrorCode> errorOf) => new()
    {
        ResultsByTopicV3AndBelow = [.. request.V3AndBelowTopics.Select(topic => new AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult
        {
            Name = topic.Name,
            ResultsByPartition = [.. topic.Partitions.Select(partition => new AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult
            {
                PartitionIndex = partition,
                PartitionErrorCode = errorOf(new TopicPartition(topic.Name, partition)),
            })],
        })],
    };
}
