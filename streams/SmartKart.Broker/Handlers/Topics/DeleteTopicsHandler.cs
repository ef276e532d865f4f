using Microsoft.Extensions.Logging;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Telemetry;
using SmartKart.Broker.Topics;
using Result = SmartKart.Broker.Messages.DeleteTopicsResponse.DeletableTopicResult;

namespace SmartKart.Broker.Handlers.Topics;

/// <summary>Deletes topics, by name or id, each by itself.</summary>
internal sealed class DeleteTopicsHandler(TopicCatalog topics, ILogger log) : RequestHandler<DeleteTopicsRequest, DeleteTopicsResponse>(ApiKey.DeleteTopics)
{
    protected override ValueTask<DeleteTopicsResponse?> HandleAsync(DeleteTopicsRequest request, RequestContext context)
    {
        var named = request.TopicNames.Select(name => new DeleteTopicsRequest.DeleteTopicState { Name = name });
        return ValueTask.FromResult<DeleteTopicsResponse?>(new DeleteTopicsResponse { Responses = [.. request.Topics.Concat(named).Select(Delete)] });
    }

    private Result Delete(DeleteTopicsRequest.DeleteTopicState asked)
    {
        if (asked.Name is not null && asked.TopicId != Guid.Empty) return Refuse(asked, ErrorCode.InvalidRequest, "The request names a topic by both name and id.");
        var isKnown = asked.Name is not null ? topics.TryFind(asked.Name, out var topic) : topics.TryFind(asked.TopicId, out topic);
        if (!isKnown || topic is null) return Refuse(asked, asked.Name is null ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition, "There is no such topic.");
        if (topic.IsInternal) return Refuse(asked, ErrorCode.InvalidRequest, $"{topic.Name} belongs to the broker and cannot be deleted.");
        try
        {
            if (!topics.Delete(topic.Name)) return Refuse(asked, ErrorCode.UnknownTopicOrPartition, "There is no such topic.");
            Log.TopicDeleted(log, topic.Name);
            return new Result { Name = topic.Name, TopicId = topic.Id };
        }
        catch (Exception refusal) when (refusal is BrokerException or IOException)
        {
            Log.AppendFailed(log, topic.Name, refusal);
            return Refuse(asked, ErrorCode.KafkaStorageError, refusal.Message);
        }
    }

    private static Result Refuse(DeleteTopicsRequest.DeleteTopicState asked, ErrorCode error, string message) =>
        new() { Name = asked.Name, TopicId = asked.TopicId, ErrorCode = error, ErrorMessage = message };
}
