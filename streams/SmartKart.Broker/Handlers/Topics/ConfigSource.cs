namespace SmartKart.Broker.Handlers.Topics;

/// <summary>Where a setting's value comes from, by the numbers of Kafka's DescribeConfigs.</summary>
internal enum ConfigSource : sbyte
{
    /// <summary>It was set for the topic.</summary>
    Topic = 1,

    /// <summary>It was in the broker's configuration when it started.</summary>
    StaticBroker = 4,

    /// <summary>Nobody set it.</summary>
    Default = 5,
}
