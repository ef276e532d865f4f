using Microsoft.Extensions.Logging;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Telemetry;
using SmartKart.Broker.Topics;
using Creatable = SmartKart.Broker.Messages.CreateTopicsRequest.CreatableTopic;
using Result = SmartKart.Broker.Messages.CreateTopicsResponse.CreatableTopicResult;

namespace SmartKart.Broker.Handlers.Topics;

/// <summary>Makes topics, each by itself: one that cannot be made does not keep the others from it.</summary>
internal sealed class CreateTopicsHandler(TopicCatalog topics, TopicDefaults defaults, ILogger log) : RequestHandler<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics)
{
    /// <summary>Partitions of one topic, at most: each is a folder with open files.</summary>
    public const int MaxPartitions = 10_000;

    protected override ValueTask<CreateTopicsResponse?> HandleAsync(CreateTopicsRequest request, RequestContext context)
    {
        var twice = request.Topics.GroupBy(topic => topic.Name, StringComparer.Ordinal).Where(topic => topic.Count() > 1).Select(topic => topic.Key).ToHashSet(StringComparer.Ordinal);
        var response = new CreateTopicsResponse();
        foreach (var name in twice) response.Topics.Add(Refuse(name, ErrorCode.InvalidRequest, $"The request names topic '{name}' more than once."));
        foreach (var asked in request.Topics.Where(topic => !twice.Contains(topic.Name))) response.Topics.Add(Create(asked, request.ValidateOnly));
        return ValueTask.FromResult<CreateTopicsResponse?>(response);
    }

    private Result Create(Creatable asked, bool validateOnly)
    {
        var partitions = asked.Assignments.Count > 0 ? asked.Assignments.Count : asked.NumPartitions == -1 ? defaults.Partitions : asked.NumPartitions;
        if (FaultIn(asked, partitions) is { } refused) return refused;
        var settings = Settings(asked);
        if (validateOnly) return Made(asked.Name, Guid.Empty, partitions, settings);
        try
        {
            var (topic, existed) = topics.Create(asked.Name, partitions, settings);
            if (existed) return Exists(asked.Name);
            Log.TopicCreated(log, topic.Name, partitions);
            return Made(topic.Name, topic.Id, partitions, settings);
        }
        catch (BrokerException refusal)
        {
            Log.AppendFailed(log, asked.Name, refusal);
            return Refuse(asked.Name, ErrorCode.KafkaStorageError, refusal.Message);
        }
    }

    private Result? FaultIn(Creatable asked, int partitions)
    {
        if (!TopicPartition.IsTopicName(asked.Name))
            return Refuse(asked.Name, ErrorCode.InvalidTopic, $"'{asked.Name}' is no topic's name: 1 to {TopicPartition.MaxTopicLength} letters, digits, '.', '_' and '-', and neither '.' nor '..'.");
        if (topics.TryFind(asked.Name, out _)) return Exists(asked.Name);
        if (asked.Assignments.Count > 0 && (asked.NumPartitions != -1 || asked.ReplicationFactor != -1))
            return Refuse(asked.Name, ErrorCode.InvalidRequest, "Replicas are assigned, so the number of partitions and the replication factor must be -1.");
        if (asked.Assignments.Count > 0 && !AreHere(asked))
            return Refuse(asked.Name, ErrorCode.InvalidReplicaAssignment, $"Partitions must be assigned from 0 on, each to broker {BrokerNode.Id}, the only one.");
        if (partitions is < 1 or > MaxPartitions) return Refuse(asked.Name, ErrorCode.InvalidPartitions, $"A topic has 1 to {MaxPartitions} partitions; {partitions} were asked for.");
        if (asked.Assignments.Count == 0 && !(asked.ReplicationFactor is 1 or -1 || (defaults.TakesAnyReplicationFactor && asked.ReplicationFactor > 1)))
            return Refuse(asked.Name, ErrorCode.InvalidReplicationFactor, $"The replication factor is {asked.ReplicationFactor}, and there is one broker: it must be 1, or -1 for the default, unless Broker:TakeAnyReplicationFactor is set.");
        if (asked.Configs.FirstOrDefault(config => config.Value is null) is { } unset) return Refuse(asked.Name, ErrorCode.InvalidConfig, $"The setting {unset.Name} has no value.");
        if (asked.Configs.Select(config => config.Name).Distinct(StringComparer.Ordinal).Count() < asked.Configs.Count) return Refuse(asked.Name, ErrorCode.InvalidConfig, "A setting is named more than once.");
        return TopicSettings.FaultIn(Settings(asked)) is { } fault ? Refuse(asked.Name, ErrorCode.InvalidConfig, fault) : null;
    }

    private static bool AreHere(Creatable asked) =>
        asked.Assignments.Select(assignment => assignment.PartitionIndex).Order().SequenceEqual(Enumerable.Range(0, asked.Assignments.Count))
        && asked.Assignments.All(assignment => assignment.BrokerIds is [BrokerNode.Id]);

    private static Dictionary<string, string> Settings(Creatable asked) => asked.Configs.ToDictionary(config => config.Name, config => config.Value!, StringComparer.Ordinal);

    private static Result Made(string name, Guid id, int partitions, Dictionary<string, string> settings) => new()
    {
        Name = name,
        TopicId = id,
        ErrorMessage = null,
        NumPartitions = partitions,
        ReplicationFactor = 1,
        Configs = [.. TopicSettings.All.Select(setting => new CreateTopicsResponse.CreatableTopicConfigs
        {
            Name = setting.Name,
            Value = settings.GetValueOrDefault(setting.Name, setting.Default),
            ConfigSource = (sbyte)(settings.ContainsKey(setting.Name) ? ConfigSource.Topic : ConfigSource.Default),
        })],
    };

    private static Result Exists(string name) => Refuse(name, ErrorCode.TopicAlreadyExists, $"Topic '{name}' already exists.");

    private static Result Refuse(string name, ErrorCode error, string message) => new() { Name = name, ErrorCode = error, ErrorMessage = message };
}
