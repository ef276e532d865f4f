using System.Diagnostics;
using SmartKart.Kafka;

namespace SmartKart.Streams.Tests.Chaos.Shop;

/// <summary>What a reader of committed records found in the topics that the instances write, in the topics' order.</summary>
internal sealed class ShopOutputs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public Dictionary<long, List<long>> Counted { get; } = [];
    public Dictionary<long, List<Total>> Totalled { get; } = [];
    public Dictionary<ProductWindow, List<Total>> TotalledByWindow { get; } = [];
    public Dictionary<long, List<long>> CountedByUser { get; } = [];
    public Dictionary<long, List<Match>> Matched { get; } = [];
    public Dictionary<long, List<Enriched>> Enriched { get; } = [];

    /// <summary>Reads them from their beginning to where they end now.</summary>
    public static ShopOutputs Read(KafkaConfiguration kafka, CancellationToken cancellation)
    {
        var outputs = new ShopOutputs();
        Read(kafka, "read_committed", outputs.Take, cancellation);
        return outputs;
    }

    /// <summary>Counts the committed records until each topic has so many, or for so long.</summary>
    /// <returns>What each of them has.</returns>
    public static Dictionary<string, long> CountUntil(
        KafkaConfiguration kafka, IReadOnlyDictionary<string, long> enough, TimeSpan patience, CancellationToken cancellation)
    {
        var counts = enough.Keys.ToDictionary(topic => topic, _ => 0L);
        using var consumer = Open(kafka, "read_committed");
        consumer.Partitions.Assign(Partitions.Where(each => enough.ContainsKey(each.Topic)));
        var began = Stopwatch.GetTimestamp();
        while (enough.Any(each => counts[each.Key] < each.Value) && Stopwatch.GetElapsedTime(began) < patience)
        {
            using var batch = consumer.Consume(TimeSpan.FromMilliseconds(500), cancellation);
            foreach (var record in batch) counts[record.Topic]++;
        }
        return counts;
    }

    /// <summary>How many records the topics hold, those of aborted transactions included.</summary>
    public static long CountUncommitted(KafkaConfiguration kafka, CancellationToken cancellation)
    {
        var records = 0L;
        Read(kafka, "read_uncommitted", (in _) => records++, cancellation);
        return records;
    }

    public long Count => Sum(Counted) + Sum(Totalled) + Sum(TotalledByWindow) + Sum(CountedByUser) + Sum(Matched) + Sum(Enriched);

    private static IEnumerable<TopicPartitionOffset> Partitions => ShopTopology.Outputs
        .SelectMany(topic => Enumerable.Range(0, ShopTopology.Partitions).Select(partition => new TopicPartitionOffset(topic, partition, 0)));

    private delegate void OnRecord(in ConsumedRecord record);

    private static BatchConsumer Open(KafkaConfiguration kafka, string isolation) => BatchConsumer.Open(kafka
        .With("group.id", "reader-of-results").With("isolation.level", isolation).With("enable.partition.eof", "true").With("auto.offset.reset", "error"));

    private static void Read(KafkaConfiguration kafka, string isolation, OnRecord take, CancellationToken cancellation)
    {
        using var consumer = Open(kafka, isolation);
        consumer.Partitions.Assign(Partitions);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        for (var open = Partitions.Select(each => (each.Topic, each.Partition)).ToHashSet(); open.Count > 0;)
        {
            using var batch = consumer.Consume(TimeSpan.FromSeconds(1), patience.Token);
            foreach (var record in batch) take(record);
            foreach (var end in batch.Ends) open.Remove((end.Topic, end.Partition));
        }
    }

    private void Take(in ConsumedRecord record)
    {
        switch (record.Topic)
        {
            case ShopTopology.Counted: Add(Counted, record); break;
            case ShopTopology.Totalled: Add(Totalled, record); break;
            case ShopTopology.TotalledByWindow: Add(TotalledByWindow, record); break;
            case ShopTopology.CountedByUser: Add(CountedByUser, record); break;
            case ShopTopology.Matched: Add(Matched, record); break;
            default: Add(Enriched, record); break;
        }
    }

    private static void Add<TKey, T>(Dictionary<TKey, List<T>> found, in ConsumedRecord record) where TKey : unmanaged where T : unmanaged
    {
        var key = StructSerde<TKey>.Instance.Deserialize(record.Key);
        if (!found.TryGetValue(key, out var values)) found.Add(key, values = []);
        values.Add(StructSerde<T>.Instance.Deserialize(record.Value));
    }

    private static long Sum<TKey, T>(Dictionary<TKey, List<T>> found) where TKey : notnull => found.Values.Sum(values => (long)values.Count);
}
