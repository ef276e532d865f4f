using SmartKart.Kafka;
using SmartKart.Prometheus.Pages;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Local.Platform;

/// <summary>The platform at one moment: what it measures, and how far its topics go. Two of them make rates.</summary>
/// <param name="At">When, as <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="Page">What this process measures.</param>
/// <param name="Ends">The catalogue's topics, each with the sum of its partitions' ends.</param>
internal sealed record PlatformLook(long At, MetricsPage Page, IReadOnlyDictionary<string, long> Ends)
{
    /// <summary>Looks. The cluster is asked for the topics' ends, so that they are known of one that runs elsewhere, too.</summary>
    /// <exception cref="KafkaException">It doesn't answer.</exception>
    public static async Task<PlatformLook> TakeAsync(PlatformRun platform, IReadOnlyList<TopicPartition> partitions, TimeProvider time, CancellationToken cancel)
    {
        var ends = await platform.Admin.Offsets.ListAsync(partitions, OffsetSpec.Latest, cancellation: cancel);
        return new PlatformLook(time.GetTimestamp(), platform.Page(), ends
            .Where(end => end.Error is null)
            .GroupBy(end => end.Partition.Topic, StringComparer.Ordinal)
            .ToDictionary(topic => topic.Key, topic => topic.Sum(end => end.Offset), StringComparer.Ordinal));
    }

    /// <summary>The partitions of the catalogue's topics.</summary>
    /// <exception cref="KafkaException">The cluster doesn't answer.</exception>
    public static async Task<IReadOnlyList<TopicPartition>> PartitionsAsync(KafkaAdmin admin, CancellationToken cancel)
    {
        var topics = await admin.Topics.DescribeAsync([.. TopicCatalog.Shipped.All.Select(topic => topic.Name)], cancel);
        return [.. topics.SelectMany(topic => topic.Value.Partitions.Select(each => new TopicPartition(topic.Value.Name, each.Partition)))];
    }
}
