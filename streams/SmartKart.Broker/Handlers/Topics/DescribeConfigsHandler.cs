using System.Globalization;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Topics;
using Config = SmartKart.Broker.Messages.DescribeConfigsResponse.DescribeConfigsResourceResult;
using Result = SmartKart.Broker.Messages.DescribeConfigsResponse.DescribeConfigsResult;

namespace SmartKart.Broker.Handlers.Topics;

/// <summary>Says how topics, and the broker, are set.</summary>
/// <param name="topics">The topics.</param>
/// <param name="brokerSettings">The broker's own, by Kafka's names; they change with its configuration, at its next start.</param>
/// <param name="groupSettings">What holds for every group, likewise.</param>
internal sealed class DescribeConfigsHandler(TopicCatalog topics, IReadOnlyDictionary<string, string> brokerSettings, IReadOnlyDictionary<string, string> groupSettings)
    : RequestHandler<DescribeConfigsRequest, DescribeConfigsResponse>(ApiKey.DescribeConfigs)
{
    protected override ValueTask<DescribeConfigsResponse?> HandleAsync(DescribeConfigsRequest request, RequestContext context) =>
        ValueTask.FromResult<DescribeConfigsResponse?>(new DescribeConfigsResponse { Results = [.. request.Resources.Select(resource => Describe(resource, request))] });

    private Result Describe(DescribeConfigsRequest.DescribeConfigsResource asked, DescribeConfigsRequest request)
    {
        var result = new Result { ResourceType = asked.ResourceType, ResourceName = asked.ResourceName, ErrorMessage = null };
        switch ((ConfigResource)asked.ResourceType)
        {
            case ConfigResource.Topic when topics.TryFind(asked.ResourceName, out var topic):
                result.Configs = [.. TopicSettings.All.Where(setting => IsAsked(asked, setting.Name)).Select(setting => Describe(setting, topic, request))];
                break;
            case ConfigResource.Topic:
                (result.ErrorCode, result.ErrorMessage) = (ErrorCode.UnknownTopicOrPartition, $"There is no topic '{asked.ResourceName}'.");
                break;
            case ConfigResource.Broker when asked.ResourceName is "" || asked.ResourceName == BrokerNode.Id.ToString(CultureInfo.InvariantCulture):
                result.Configs = asked.ResourceName.Length > 0 ? Fixed(brokerSettings, asked) : [];
                break;
            case ConfigResource.Group when asked.ResourceName.Length > 0:
                result.Configs = Fixed(groupSettings, asked);
                break;
            default:
                (result.ErrorCode, result.ErrorMessage) = (ErrorCode.InvalidRequest, $"There are settings of topics (2), of broker {BrokerNode.Id} (4) and of groups (32); the request asks for '{asked.ResourceName}' of kind {asked.ResourceType}.");
                break;
        }
        return result;
    }

    private static bool IsAsked(DescribeConfigsRequest.DescribeConfigsResource asked, string name) => asked.ConfigurationKeys is not { Count: > 0 } keys || keys.Contains(name);

    private static List<Config> Fixed(IReadOnlyDictionary<string, string> settings, DescribeConfigsRequest.DescribeConfigsResource asked) =>
        [.. settings.Where(setting => IsAsked(asked, setting.Key)).Select(setting => new Config
        {
            Name = setting.Key, Value = setting.Value, ReadOnly = true, ConfigSource = (sbyte)ConfigSource.StaticBroker, ConfigType = (sbyte)SettingType.String,
        })];

    private static Config Describe(TopicSetting setting, Topic topic, DescribeConfigsRequest request)
    {
        var isSet = topic.Settings.TryGetValue(setting.Name, out var value);
        var config = new Config
        {
            Name = setting.Name,
            Value = isSet ? value : setting.Default,
            IsDefault = !isSet,
            ConfigSource = (sbyte)(isSet ? ConfigSource.Topic : ConfigSource.Default),
            ConfigType = (sbyte)setting.Type,
            Documentation = request.IncludeDocumentation ? setting.Doc : null,
        };
        if (!request.IncludeSynonyms) return config;
        if (isSet) config.Synonyms.Add(new() { Name = setting.Name, Value = value, Source = (sbyte)ConfigSource.Topic });
        config.Synonyms.Add(new() { Name = setting.Name, Value = setting.Default, Source = (sbyte)ConfigSource.Default });
        return config;
    }
}
