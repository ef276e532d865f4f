using Microsoft.Extensions.Logging;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Telemetry;
using SmartKart.Broker.Topics;
using Result = SmartKart.Broker.Messages.CreatePartitionsResponse.CreatePartitionsTopicResult;

namespace SmartKart.Broker.Handlers.Topics;

/// <summary>Gives topics more partitions.</summary>
internal sealed class CreatePartitionsHandler(TopicCatalog topics, ILogger log) : RequestHandler<CreatePartitionsRequest, CreatePartitionsResponse>(ApiKey.CreatePartitions)
{
    protected override ValueTask<CreatePartitionsResponse?> HandleAsync(CreatePartitionsRequest request, RequestContext context) =>
        ValueTask.FromResult<CreatePartitionsResponse?>(new CreatePartitionsResponse { Results = [.. request.Topics.Select(topic => Grow(topic, request.ValidateOnly))] });

    private Result Grow(CreatePartitionsRequest.CreatePartitionsTopic asked, bool validateOnly)
    {
        if (!topics.TryFind(asked.Name, out var topic)) return Refuse(asked.Name, ErrorCode.UnknownTopicOrPartition, "There is no such topic.");
        if (topic.IsInternal) return Refuse(asked.Name, ErrorCode.InvalidRequest, $"{asked.Name} belongs to the broker and keeps its one partition.");
        if (asked.Count <= topic.Partitions.Length)
            return Refuse(asked.Name, ErrorCode.InvalidPartitions, $"Topic '{asked.Name}' has {topic.Partitions.Length} partitions; the new number, {asked.Count}, must be greater.");
        if (asked.Count > CreateTopicsHandler.MaxPartitions)
            return Refuse(asked.Name, ErrorCode.InvalidPartitions, $"A topic has at most {CreateTopicsHandler.MaxPartitions} partitions; {asked.Count} were asked for.");
        if (asked.Assignments is { Count: > 0 } assignments && (assignments.Count != asked.Count - topic.Partitions.Length || assignments.Any(assignment => assignment.BrokerIds is not [BrokerNode.Id])))
            return Refuse(asked.Name, ErrorCode.InvalidReplicaAssignment, $"Each of the {asked.Count - topic.Partitions.Length} new partitions must be assigned to broker {BrokerNode.Id}, the only one.");
        if (validateOnly) return new Result { Name = asked.Name };
        try
        {
            return topics.Grow(asked.Name, asked.Count) is null ? Refuse(asked.Name, ErrorCode.UnknownTopicOrPartition, "There is no such topic.") : new Result { Name = asked.Name };
        }
        catch (BrokerException refusal)
        {
            Log.AppendFailed(log, asked.Name, refusal);
            return Refuse(asked.Name, ErrorCode.KafkaStorageError, refusal.Message);
        }
    }

    private static Result Refuse(string name, ErrorCode error, string message) => new() { Name = name, ErrorCode = error, ErrorMessage = message };
}
