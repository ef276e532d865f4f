using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Handlers.Records;

/// <summary>Says where a leader's epoch ends. Here there is one epoch, which ends with the log.</summary>
internal sealed class OffsetForLeaderEpochHandler(TopicCatalog topics)
    : RequestHandler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(ApiKey.OffsetForLeaderEpoch)
{
    protected override ValueTask<OffsetForLeaderEpochResponse?> HandleAsync(OffsetForLeaderEpochRequest request, RequestContext context) =>
        ValueTask.FromResult<OffsetForLeaderEpochResponse?>(new OffsetForLeaderEpochResponse
        {
            Topics = [.. request.Topics.Select(topic => new OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult
            {
                Topic = topic.Topic,
                Partitions = [.. topic.Partitions.Select(asked => Answer(topics.Find(topic.Topic, asked.Partition), asked))],
            })],
        });

    private static OffsetForLeaderEpochResponse.EpochEndOffset Answer(Partition? partition, OffsetForLeaderEpochRequest.OffsetForLeaderPartition asked)
    {
        var answer = new OffsetForLeaderEpochResponse.EpochEndOffset { Partition = asked.Partition };
        if (partition is null) answer.ErrorCode = ErrorCode.UnknownTopicOrPartition;
        else if (asked.CurrentLeaderEpoch > Partition.LeaderEpoch) answer.ErrorCode = ErrorCode.UnknownLeaderEpoch;
        else if (asked.LeaderEpoch == Partition.LeaderEpoch) (answer.LeaderEpoch, answer.EndOffset) = (Partition.LeaderEpoch, partition.Log.HighWatermark);
        return answer;
    }
}
