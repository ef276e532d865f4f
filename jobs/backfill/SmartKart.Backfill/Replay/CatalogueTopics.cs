using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Replay;

/// <summary>The topics of the catalogue on a cluster.</summary>
public static class CatalogueTopics
{
    /// <summary>Creates those that are missing, with the catalogue's settings. What exists stays as it is.</summary>
    /// <param name="admin">The cluster's administrator.</param>
    /// <param name="partitionsMax">No topic gets more partitions; null for as many as the catalogue says. Topics that have as many there have as many here.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="KafkaException">The cluster refuses.</exception>
    public static async Task CreateAsync(KafkaAdmin admin, int? partitionsMax = null, CancellationToken cancellation = default)
    {
        var results = await admin.Topics.CreateAsync(
            TopicCatalog.Shipped.All.Select(topic => new NewTopic(topic.Name, Math.Min(topic.Partitions, partitionsMax ?? int.MaxValue), Settings: topic.Settings)),
            cancellation: cancellation);
        AdminResult[] refused = [.. results.Where(result => result.Error is { } error && error.Code != KafkaErrorCode.TopicExists)];
        refused.ThrowIfAnyFailed();
    }
}
