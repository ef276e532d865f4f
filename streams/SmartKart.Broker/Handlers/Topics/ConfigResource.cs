namespace SmartKart.Broker.Handlers.Topics;

/// <summary>What settings belong to, by the numbers of Kafka's configuration requests.</summary>
internal enum ConfigResource : sbyte
{
    Topic = 2,
    Broker = 4,
    Group = 32,
}
