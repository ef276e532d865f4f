namespace SmartKart.Streams.Graph;

/// <summary>An internal topic through which records go to be partitioned anew by their keys.</summary>
/// <param name="Name">Its name without the application's id, such as <c>orders-by-country-repartition</c>.</param>
/// <param name="Partitions">How many partitions it has; null: as many as the topics that it must be co-partitioned with, or comes from.</param>
internal sealed record RepartitionTopic(string Name, int? Partitions);

/// <summary>Source topics whose records of one key must come to one task: they need equal partition counts.</summary>
/// <param name="Topics">The topics, as the topology names them.</param>
/// <param name="Why">The operator that needs it, for the error.</param>
internal sealed record CopartitionGroup(IReadOnlyList<string> Topics, string Why);
