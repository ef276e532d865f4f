using System.Globalization;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;

namespace SmartKart.Backfill.Replay;

/// <summary>Makes a cluster and a registry ready for a history: the catalogue's topics, their contracts, and room for old records.</summary>
/// <param name="admin">The cluster's administrator.</param>
/// <param name="registry">The schema registry.</param>
/// <param name="clock">What the age of records is measured against.</param>
internal sealed class ReplayTopics(KafkaAdmin admin, SchemaRegistryClient registry, TimeProvider clock)
{
    private const string RetentionSetting = "retention.ms";
    private const string Forever = "-1";

    /// <summary>Creates the topics that are missing. What exists stays as it is.</summary>
    /// <exception cref="KafkaException">The cluster refuses.</exception>
    public Task CreateAsync(CancellationToken cancellation) => CatalogueTopics.CreateAsync(admin, cancellation: cancellation);

    /// <summary>Registers the contract of every topic; one that is registered keeps its id.</summary>
    /// <returns>The ids, by topic.</returns>
    /// <exception cref="SchemaRegistryException">The registry refuses, for example a change that is not compatible.</exception>
    public async Task<IReadOnlyDictionary<string, SchemaId>> RegisterAsync(CancellationToken cancellation)
    {
        var ids = new Dictionary<string, SchemaId>();
        foreach (var topic in TopicCatalog.Shipped.All)
        {
            var schema = EventSchemas.Shipped.Of(topic);
            var subject = SubjectNames.Of(SubjectNameStrategy.TopicName, topic.Name, MessagePart.Value, schema);
            ids[topic.Name] = await registry.RegisterAsync(subject, SchemaText.Of(schema), cancellation);
        }
        return ids;
    }

    /// <summary>What tells topics from earlier ones of their names.</summary>
    /// <returns>The ids, by topic.</returns>
    public async Task<IReadOnlyDictionary<string, Guid>> IdsAsync(IReadOnlyList<string> topics, CancellationToken cancellation)
    {
        var ids = new Dictionary<string, Guid>();
        foreach (var topic in topics) ids[topic] = (await admin.Topics.DescribeAsync(topic, cancellation)).TopicId;
        return ids;
    }

    /// <summary>Where the next records of a topic's partitions will be.</summary>
    public async Task<IReadOnlyList<TopicPartitionOffset>> EndsAsync(string topic, CancellationToken cancellation)
    {
        var described = await admin.Topics.DescribeAsync(topic, cancellation);
        var ends = await admin.Offsets.ListAsync(
            described.Partitions.Select(each => new TopicPartition(topic, each.Partition)), OffsetSpec.Latest, cancellation: cancellation);
        ends.ThrowIfAnyFailed();
        return [.. ends.Select(each => each.Partition.At(each.Offset)).OrderBy(each => each.Partition)];
    }

    /// <summary>
    /// Keeps a topic's records for good where its retention would not reach back to a history's first event: records carry the time of
    /// their events, so the broker would delete them as soon as it looks.
    /// </summary>
    /// <returns>Whether that was needed.</returns>
    public async Task<bool> MakeRoomSinceAsync(string topic, DateTimeOffset first, CancellationToken cancellation)
    {
        var resource = ConfigResource.OfTopic(topic);
        var settings = (await admin.Configs.DescribeAsync([resource], cancellation))[0].Value;
        var kept = settings.FirstOrDefault(setting => setting.Name == RetentionSetting)?.Value;
        if (!long.TryParse(kept, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var keptMs) || keptMs < 0) return false;
        if ((clock.GetUtcNow() - first).TotalMilliseconds < keptMs) return false;
        (await admin.Configs.AlterAsync([new ConfigChange(resource, RetentionSetting, ConfigOperation.Set, Forever)], cancellation)).ThrowIfAnyFailed();
        return true;
    }
}
