using Microsoft.Extensions.Logging;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Telemetry;
using SmartKart.Broker.Topics;
using TopicAnswer = SmartKart.Broker.Messages.MetadataResponse.MetadataResponseTopic;

namespace SmartKart.Broker.Handlers.Topics;

/// <summary>Says which broker and which topics there are; makes a topic that is asked for and missing, where that is allowed.</summary>
internal sealed class MetadataHandler(TopicCatalog topics, TopicDefaults defaults, ILogger log) : RequestHandler<MetadataRequest, MetadataResponse>(ApiKey.Metadata)
{
    private const short NullMeansAllSince = 1, OperationsLastSaidForCluster = 10;

    protected override ValueTask<MetadataResponse?> HandleAsync(MetadataRequest request, RequestContext context)
    {
        var all = request.Topics is null || (context.Version < NullMeansAllSince && request.Topics.Count == 0);
        var operations = request.IncludeTopicAuthorizedOperations ? BrokerNode.TopicOperations : BrokerNode.NotAsked;
        var advertised = context.Client.Advertised;
        return ValueTask.FromResult<MetadataResponse?>(new MetadataResponse
        {
            Brokers = [new() { NodeId = BrokerNode.Id, Host = advertised.Host, Port = advertised.Port }],
            ClusterId = topics.ClusterId,
            ControllerId = BrokerNode.Id,
            ClusterAuthorizedOperations = request.IncludeClusterAuthorizedOperations && context.Version <= OperationsLastSaidForCluster ? BrokerNode.ClusterOperations : BrokerNode.NotAsked,
            Topics = all ? [.. topics.All.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal).Select(topic => Describe(topic, operations))]
                : [.. request.Topics!.Select(asked => Describe(asked, request.AllowAutoTopicCreation, operations))],
        });
    }

    private TopicAnswer Describe(MetadataRequest.MetadataRequestTopic asked, bool mayCreate, int operations)
    {
        if (asked.Name is null)
            return topics.TryFind(asked.TopicId, out var byId) ? Describe(byId, operations) : new TopicAnswer { Name = null, TopicId = asked.TopicId, ErrorCode = ErrorCode.UnknownTopicId };
        if (topics.TryFind(asked.Name, out var topic)) return Describe(topic, operations);
        if (!TopicPartition.IsTopicName(asked.Name)) return new TopicAnswer { Name = asked.Name, ErrorCode = ErrorCode.InvalidTopic };
        if (!mayCreate || !defaults.AutoCreate) return new TopicAnswer { Name = asked.Name, ErrorCode = ErrorCode.UnknownTopicOrPartition };
        try
        {
            (topic, var existed) = topics.Create(asked.Name, defaults.Partitions, new Dictionary<string, string>());
            if (!existed) Log.TopicCreated(log, topic.Name, defaults.Partitions);
            return Describe(topic, operations);
        }
        catch (BrokerException refusal)
        {
            Log.AppendFailed(log, asked.Name, refusal);
            return new TopicAnswer { Name = asked.Name, ErrorCode = ErrorCode.KafkaStorageError };
        }
    }

    private static TopicAnswer Describe(Topic topic, int operations) => new()
    {
        Name = topic.Name,
        TopicId = topic.Id,
        IsInternal = topic.IsInternal,
        TopicAuthorizedOperations = operations,
        Partitions = [.. topic.Partitions.Select(partition => new MetadataResponse.MetadataResponsePartition
        {
            PartitionIndex = partition.Id.Partition,
            LeaderId = BrokerNode.Id,
            LeaderEpoch = Partition.LeaderEpoch,
            ReplicaNodes = [BrokerNode.Id],
            IsrNodes = [BrokerNode.Id],
        })],
    };
}
