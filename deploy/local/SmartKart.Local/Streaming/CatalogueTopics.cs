using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Local.Streaming;

/// <summary>The topics of the catalogue on a cluster.</summary>
internal static class CatalogueTopics
{
    /// <summary>Creates those that are missing, with the catalogue's partitions and settings. What exists stays as it is.</summary>
    /// <exception cref="KafkaException">The cluster refuses.</exception>
    public static async Task CreateAsync(KafkaAdmin admin, CancellationToken cancel)
    {
        var results = await admin.Topics.CreateAsync(
            TopicCatalog.Shipped.All.Select(topic => new NewTopic(topic.Name, topic.Partitions, Settings: topic.Settings)), cancellation: cancel);
        AdminResult[] refused = [.. results.Where(result => result.Error is { } error && error.Code != KafkaErrorCode.TopicExists)];
        refused.ThrowIfAnyFailed();
    }
}
