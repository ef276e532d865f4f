using System.Buffers.Binary;
using SmartKart.Benchmarks.Questions.Broker;
using SmartKart.Kafka;
using SmartKart.Streams;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>The records that flow, and what is made of them.</summary>
internal static class StreamsWorkload
{
    public const string Input = "input";
    public const string Output = "output";
    public const int Records = 1_500_000;

    /// <summary>So many keys that a commit's worth of records holds each about once: caching hides nothing.</summary>
    private const int Keys = 100_000;

    /// <summary>Fills the input topic. Keys come in an order that looks like none, and each as often as another.</summary>
    public static async Task ProduceAsync(string server, CancellationToken cancel)
    {
        using var admin = KafkaAdmin.Open(Workload.Client(server));
        foreach (var topic in (string[])[Input, Output])
            (await admin.Topics.CreateAsync([new(topic, Workload.Partitions)], cancellation: cancel)).ThrowIfAnyFailed();
        using var producer = BatchProducer.Open(Workload.Client(server).With("linger.ms", "100"));
        var batch = new ProducerBatch(Input);
        var value = Workload.Value(Payload.Bytes);
        var key = new byte[sizeof(long)];
        for (var sent = 0L; sent < Records; sent++)
        {
            BinaryPrimitives.WriteInt64BigEndian(key, sent * 7919 % Keys); // a prime: every key comes up
            batch.Add(key, value);
            if (batch.Count == 1000) producer.Send(batch, cancel);
        }
        producer.Send(batch, cancel);
        producer.Flush(cancel);
    }

    /// <summary>Records in, the same records out.</summary>
    public static Topology Stateless(Action<long> sees)
    {
        var builder = new StreamBuilder();
        builder.Stream(Input, Consumed.With(Serdes.Int64(), new Payload.Serde()))
            .Filter((key, _) => Sees(sees, key))
            .MapValues(value => value)
            .To(Output, Produced.With(Serdes.Int64(), new Payload.Serde()));
        return builder.Build();
    }

    /// <summary>How often each key came in each minute.</summary>
    public static Topology WindowedCount(Action<long> sees, bool inMemory)
    {
        var builder = new StreamBuilder();
        builder.Stream(Input, Consumed.With(Serdes.Int64(), new Payload.Serde()))
            .Filter((key, _) => Sees(sees, key))
            .GroupByKey()
            .WindowedBy(TimeWindows.OfSizeWithNoGrace(TimeSpan.FromHours(1)))
            .Count(new Materialized<long, long> { StoreName = "counts", InMemory = inMemory });
        return builder.Build();
    }

    private static bool Sees(Action<long> sees, long key)
    {
        sees(key);
        return true;
    }
}
