namespace SmartKart.Broker.Handlers.Topics;

/// <summary>How topics come about that nobody described.</summary>
/// <param name="AutoCreate">Whether asking for a topic makes it; Kafka's <c>auto.create.topics.enable</c>.</param>
/// <param name="Partitions">How many it has; Kafka's <c>num.partitions</c>.</param>
internal sealed record TopicDefaults(bool AutoCreate, int Partitions);
