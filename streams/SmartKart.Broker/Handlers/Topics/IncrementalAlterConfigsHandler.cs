using System.Collections.Immutable;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Topics;
using Asked = SmartKart.Broker.Messages.IncrementalAlterConfigsRequest.AlterConfigsResource;
using Result = SmartKart.Broker.Messages.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;

namespace SmartKart.Broker.Handlers.Topics;

/// <summary>Changes settings of topics, all of a topic's or none.</summary>
internal sealed class IncrementalAlterConfigsHandler(TopicCatalog topics) : RequestHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(ApiKey.IncrementalAlterConfigs)
{
    private const sbyte Set = 0, Delete = 1, Append = 2, Subtract = 3;

    protected override ValueTask<IncrementalAlterConfigsResponse?> HandleAsync(IncrementalAlterConfigsRequest request, RequestContext context) =>
        ValueTask.FromResult<IncrementalAlterConfigsResponse?>(new IncrementalAlterConfigsResponse { Responses = [.. request.Resources.Select(resource => Alter(resource, request.ValidateOnly))] });

    private Result Alter(Asked asked, bool validateOnly)
    {
        if ((ConfigResource)asked.ResourceType != ConfigResource.Topic)
            return Answer(asked, ErrorCode.InvalidRequest, "The broker's own settings are those of its configuration, and change when it starts; only topics' can be altered.");
        if (!topics.TryFind(asked.ResourceName, out var topic)) return Answer(asked, ErrorCode.UnknownTopicOrPartition, $"There is no topic '{asked.ResourceName}'.");
        if (topic.IsInternal) return Answer(asked, ErrorCode.InvalidRequest, $"{topic.Name} belongs to the broker; its settings are not for clients to change.");
        var settings = topic.Settings;
        foreach (var config in asked.Configs)
            if (Change(ref settings, config) is { } fault) return Answer(asked, ErrorCode.InvalidConfig, fault);
        if (TopicSettings.FaultIn(settings) is { } wrong) return Answer(asked, ErrorCode.InvalidConfig, wrong);
        try
        {
            return validateOnly || topics.Alter(topic.Name, settings) ? Answer(asked, ErrorCode.None, message: null) : Answer(asked, ErrorCode.UnknownTopicOrPartition, $"There is no topic '{topic.Name}'.");
        }
        catch (BrokerException refusal)
        {
            return Answer(asked, ErrorCode.KafkaStorageError, refusal.Message);
        }
    }

    private static string? Change(ref ImmutableSortedDictionary<string, string> settings, IncrementalAlterConfigsRequest.AlterableConfig config)
    {
        if (TopicSettings.Find(config.Name) is not { } setting) return TopicSettings.FaultIn([new(config.Name, config.Value ?? "")]);
        if (config.ConfigOperation == Delete)
        {
            settings = settings.Remove(config.Name);
            return null;
        }
        if (config.Value is null) return $"The setting {config.Name} has no value.";
        var items = Items(settings.GetValueOrDefault(setting.Name, setting.Default));
        switch (config.ConfigOperation)
        {
            case Set: settings = settings.SetItem(config.Name, config.Value); return null;
            case Append when setting.Type == SettingType.List: settings = settings.SetItem(config.Name, string.Join(',', items.Union(Items(config.Value)))); return null;
            case Subtract when setting.Type == SettingType.List: settings = settings.SetItem(config.Name, string.Join(',', items.Except(Items(config.Value)))); return null;
            default: return $"Operation {config.ConfigOperation} cannot be done on {config.Name}: 0 sets, 1 deletes; 2 appends and 3 subtracts, on lists only.";
        }
    }

    private static string[] Items(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Result Answer(Asked asked, ErrorCode error, string? message) =>
        new() { ResourceType = asked.ResourceType, ResourceName = asked.ResourceName, ErrorCode = error, ErrorMessage = message };
}
