namespace SmartKart.Broker.Handlers.Topics;

/// <summary>How topics come about that nobody described.</summary>
/// <param name="AutoCreate">Whether asking for a topic makes it; Kafka's <c>auto.create.topics.enable</c>.</param>
/// <param name="Partitions">How many it has; Kafka's <c>num.partitions</c>.</param>
/// <param name="TakesAnyReplicationFactor">Whether a request for more replicas than the one there can be is taken for one.</param>
internal sealed record TopicDefaults(bool AutoCreate, int Partitions, bool TakesAnyReplicationFactor);
