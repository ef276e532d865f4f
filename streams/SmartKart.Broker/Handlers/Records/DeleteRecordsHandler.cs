using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Handlers.Records;

/// <summary>Lets a partition begin at a later offset.</summary>
internal sealed class DeleteRecordsHandler(TopicCatalog topics) : RequestHandler<DeleteRecordsRequest, DeleteRecordsResponse>(ApiKey.DeleteRecords)
{
    private const long ToTheEnd = -1;

    protected override ValueTask<DeleteRecordsResponse?> HandleAsync(DeleteRecordsRequest request, RequestContext context)
    {
        var response = new DeleteRecordsResponse();
        foreach (var topic in request.Topics)
        {
            var answers = new DeleteRecordsResponse.DeleteRecordsTopicResult { Name = topic.Name };
            foreach (var asked in topic.Partitions)
            {
                var (error, start) = topics.Find(topic.Name, asked.PartitionIndex) is { } partition ? Delete(partition, asked.Offset) : (ErrorCode.UnknownTopicOrPartition, -1);
                answers.Partitions.Add(new() { PartitionIndex = asked.PartitionIndex, ErrorCode = error, LowWatermark = start });
            }
            response.Topics.Add(answers);
        }
        return ValueTask.FromResult<DeleteRecordsResponse?>(response);
    }

    private static (ErrorCode Error, long Start) Delete(Partition partition, long offset)
    {
        // As in Kafka, a compacted log keeps what its keys say, and cannot be cut by offset.
        if (!partition.Log.Settings.Deletes || InternalTopics.Contains(partition.Id.Topic)) return (ErrorCode.PolicyViolation, -1);
        var end = partition.Log.HighWatermark;
        if (offset == ToTheEnd) offset = end;
        if (offset < 0 || offset > end) return (ErrorCode.OffsetOutOfRange, -1);
        try
        {
            return (ErrorCode.None, partition.Log.DeleteRecordsBefore(offset));
        }
        catch (BrokerException)
        {
            return (ErrorCode.KafkaStorageError, -1);
        }
        catch (ObjectDisposedException)
        {
            return (ErrorCode.UnknownTopicOrPartition, -1);                 // deleted meanwhile
        }
    }
}
