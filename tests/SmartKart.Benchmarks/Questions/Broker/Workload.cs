using System.Buffers.Binary;
using SmartKart.Kafka;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>The records that are raced: values of one size, and keys of eight bytes, which spread them over the partitions.</summary>
internal static class Workload
{
    public const int Partitions = 6;

    /// <summary>Records handed over in one call.</summary>
    private const int RecordsPerCall = 1000;

    private const int Keys = 100_000;

    /// <summary>A record's bytes in a batch, about: value, key and seven bytes of lengths and deltas.</summary>
    public static int BytesOfRecord(int valueBytes) => valueBytes + sizeof(long) + 7;

    /// <summary>What every client of a race is configured with; all else is as the client has it.</summary>
    public static KafkaConfiguration Client(string server) => KafkaConfiguration.From(new KafkaOptions { BootstrapServers = server, StatisticsInterval = TimeSpan.Zero });

    /// <summary>Sends records and waits until all are acknowledged.</summary>
    public static void Produce(BatchProducer producer, string topic, int valueBytes, int records, CancellationToken cancel)
    {
        var batch = new ProducerBatch(topic);
        var value = Value(valueBytes);
        Span<byte> key = stackalloc byte[sizeof(long)];
        for (var sent = 0; sent < records;)
        {
            for (var until = Math.Min(records, sent + RecordsPerCall); sent < until; sent++)
            {
                BinaryPrimitives.WriteInt64BigEndian(key, sent % Keys);
                batch.Add(key, value);
            }
            producer.Send(batch, cancel);
        }
        producer.Flush(cancel);
    }

    /// <summary>Bytes that look like nothing, the same each time.</summary>
    public static byte[] Value(int bytes)
    {
        var value = new byte[bytes];
        new Random(bytes).NextBytes(value);
        return value;
    }
}
