using Microsoft.Extensions.Logging;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Telemetry;
using SmartKart.Broker.Topics;
using Answer = SmartKart.Broker.Messages.ListOffsetsResponse.ListOffsetsPartitionResponse;

namespace SmartKart.Broker.Handlers.Records;

/// <summary>Says which offset stands at a partition's start, its end, or a moment.</summary>
internal sealed class ListOffsetsHandler(TopicCatalog topics, ILogger log) : RequestHandler<ListOffsetsRequest, ListOffsetsResponse>(ApiKey.ListOffsets)
{
    private const sbyte ReadCommitted = 1;
    private const long Latest = -1, Earliest = -2, Newest = -3, EarliestLocal = -4, LatestTiered = -5;      // Kafka's ListOffsetsRequest

    protected override ValueTask<ListOffsetsResponse?> HandleAsync(ListOffsetsRequest request, RequestContext context)
    {
        var response = new ListOffsetsResponse();
        foreach (var topic in request.Topics)
        {
            var answers = new ListOffsetsResponse.ListOffsetsTopicResponse { Name = topic.Name };
            foreach (var asked in topic.Partitions)
            {
                var answer = new Answer { PartitionIndex = asked.PartitionIndex };
                answer.ErrorCode = topics.Find(topic.Name, asked.PartitionIndex) is { } partition ? Answer(partition, asked, request.IsolationLevel == ReadCommitted, answer) : ErrorCode.UnknownTopicOrPartition;
                answers.Partitions.Add(answer);
            }
            response.Topics.Add(answers);
        }
        return ValueTask.FromResult<ListOffsetsResponse?>(response);
    }

    private ErrorCode Answer(Partition partition, ListOffsetsRequest.ListOffsetsPartition asked, bool isCommitted, Answer answer)
    {
        if (asked.CurrentLeaderEpoch > Partition.LeaderEpoch) return ErrorCode.UnknownLeaderEpoch;
        var end = isCommitted ? partition.LastStableOffset : partition.Log.HighWatermark;
        try
        {
            switch (asked.Timestamp)
            {
                case Latest: Set(answer, end, timestampMs: -1); break;
                case Earliest or EarliestLocal: Set(answer, partition.Log.LogStartOffset, timestampMs: -1); break;
                case LatestTiered: answer.LeaderEpoch = Partition.LeaderEpoch; break;                        // nothing is tiered
                case Newest when partition.Log.NewestTimestamp is >= 0 and var newest: SetByTime(partition, answer, newest, end); break;
                case >= 0: SetByTime(partition, answer, asked.Timestamp, end); break;
                default: break;
            }
            return ErrorCode.None;
        }
        catch (CorruptLogException damage)
        {
            Log.ReadFailed(log, partition.Id.ToString(), damage);
            return ErrorCode.KafkaStorageError;
        }
        catch (ObjectDisposedException)
        {
            return ErrorCode.UnknownTopicOrPartition;                       // deleted while it was read
        }
    }

    private static void SetByTime(Partition partition, Answer answer, long timestampMs, long end)
    {
        if (partition.Log.FindTime(timestampMs) is { } found && found.Offset < end) Set(answer, found.Offset, found.TimestampMs);
    }

    private static void Set(Answer answer, long offset, long timestampMs) =>
        (answer.Offset, answer.Timestamp, answer.LeaderEpoch) = (offset, timestampMs, Partition.LeaderEpoch);
}
