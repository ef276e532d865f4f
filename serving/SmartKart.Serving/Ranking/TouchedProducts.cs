using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Events;
using SmartKart.FeatureStore.Views;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Registry;

namespace SmartKart.Serving.Ranking;

/// <summary>
/// Which products events are about, as they come: reads every topic of which a view makes features of products, from its end on, and commits nothing. It is a hint
/// of whose features to read again; what it misses while the cluster is away is read in its turn.
/// </summary>
internal sealed class TouchedProducts(KafkaConfiguration kafka, KafkaAdmin admin, SchemaRegistryClient registry, DefinitionSet definitions, ILogger log) : BackgroundService
{
    private const string Group = "smartkart-serving-touched", ProductKey = "product_id";        // librdkafka wants a group; nothing is committed under it
    private const int TouchedMax = 50_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, ViewPlan[]> _views = definitions.Views
        .Where(view => view.Source is not null && view.JoinKeys.SequenceEqual([ProductKey]))
        .GroupBy(view => view.Source!.Topic.Name).ToDictionary(group => group.Key, group => group.Select(ViewPlan.Compile).ToArray(), StringComparer.Ordinal);
    private readonly Dictionary<(string Topic, SchemaId Id), RowReader?> _readers = [];        // null of a schema whose events make no features
    private readonly Lock _turn = new();
    private HashSet<string> _touched = new(StringComparer.Ordinal);

    /// <summary>The products of the events since the call before.</summary>
    public IReadOnlyCollection<string> Take()
    {
        lock (_turn)
        {
            var taken = _touched;
            if (taken.Count > 0) _touched = new HashSet<string>(StringComparer.Ordinal);
            return taken;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is KafkaException or SchemaRegistryException)
            {
                Log.TouchedUnread(log, fault);
                await Task.Delay(LongestWait, stoppingToken);
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        var topics = await admin.Topics.DescribeAsync([.. _views.Keys], cancel);
        using var consumer = BatchConsumer.Open(
            kafka.With("group.id", Group).With("auto.offset.reset", "latest").With("isolation.level", "read_committed").With("fetch.wait.max.ms", "100"));
        consumer.Partitions.Assign(
            topics.SelectMany(topic => topic.Value.Partitions.Select(each => new TopicPartition(topic.Value.Name, each.Partition).At(Offset.End))));
        while (true)
        {
            using var batch = await consumer.ConsumeAsync(LongestWait, cancel);
            foreach (var (topic, id) in Read(batch)) _readers[(topic, id)] = await ReaderOfAsync(topic, id, cancel);
        }
    }

    // One producer's mistake must not end the hints of all others.
    private async Task<RowReader?> ReaderOfAsync(string topic, SchemaId id, CancellationToken cancel)
    {
        try
        {
            return TopicRows.Compile(await registry.GetSchemaAsync(id, cancel), _views[topic]).NewReader();
        }
        catch (SchemaException fault) when (fault is not SchemaRegistryException { StatusCode: not HttpStatusCode.NotFound })
        {
            Log.TouchedSchemaUnusable(log, fault, topic, id.Value);
            return null;
        }
    }

    // Returns the schemas that aren't known yet: the products of their first events are read in their turn.
    private HashSet<(string Topic, SchemaId Id)> Read(RecordBatch batch)
    {
        HashSet<(string, SchemaId)> unknown = [];
        foreach (var record in batch)
        {
            if (record.IsTombstone) continue;
            try
            {
                var schema = (record.Topic, ConfluentFrame.ReadHeader(record.Value));
                if (!_readers.TryGetValue(schema, out var reader)) unknown.Add(schema);
                else if (reader is not null) Read(reader, record.Value[ConfluentFrame.HeaderBytes..]);
            }
            catch (SchemaException)
            {
                // It makes no features; the archive makes a dead letter of it.
            }
        }
        return unknown;
    }

    private void Read(RowReader reader, ReadOnlySpan<byte> payload)
    {
        reader.Read(payload);
        foreach (var rows in reader.Rows)
        {
            for (var at = 0; at < rows.Count; at++)
            {
                foreach (var view in rows.Views)
                {
                    if (rows.At(at)[view.KeyPlaces[0]].String is { } product) Touch(product);
                }
            }
        }
    }

    private void Touch(string product)
    {
        lock (_turn)
        {
            if (_touched.Count < TouchedMax) _touched.Add(product);
        }
    }
}
