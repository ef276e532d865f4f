using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace SmartKart.Broker.Tests.Strangers.ConfluentKafka;

/// <summary>Writes records under each codec, and reads whole topics.</summary>
internal static class RecordsByCodec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task WriteAsync(Errand errand)
    {
        foreach (var (codec, topic) in errand.Topics.Deserialize<Dictionary<string, string>>() ?? [])
        {
            using var producer = new ProducerBuilder<string?, string?>(new ProducerConfig
            {
                BootstrapServers = errand.Bootstrap,
                CompressionType = Enum.Parse<CompressionType>(codec, ignoreCase: true),
                EnableIdempotence = true,
                MessageMaxBytes = 2_000_000,
            }).Build();
            await Task.WhenAll(errand.Records.Select(record => producer.ProduceAsync(new TopicPartition(topic, 0), Message(record))));
            Errand.Say(new { wrote = codec });
        }
    }

    public static Task ReadAsync(Errand errand)
    {
        var left = (errand.Topics.Deserialize<string[]>() ?? []).ToHashSet();
        using var consumer = new ConsumerBuilder<string?, string?>(new ConsumerConfig
        {
            BootstrapServers = errand.Bootstrap,
            GroupId = "reader",
            EnablePartitionEof = true,
            EnableAutoCommit = false,
            IsolationLevel = Enum.Parse<IsolationLevel>(errand.Isolation.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
        }).Build();
        consumer.Assign(left.Select(topic => new TopicPartitionOffset(topic, 0, Offset.Beginning)));
        while (left.Count > 0)
        {
            var read = consumer.Consume(Patience) ?? throw new TimeoutException($"Nothing came of {string.Join(", ", left)} for {Patience.TotalSeconds} s.");
            if (read.IsPartitionEOF) left.Remove(read.Topic);
            else Say(read);
        }
        consumer.Close();
        return Task.CompletedTask;
    }

    private static void Say(ConsumeResult<string?, string?> read)
    {
        var (key, value) = (read.Message.Key, read.Message.Value);
        Errand.Say(new
        {
            topic = read.Topic,
            key,
            size = value?.Length ?? -1,
            value = value?[..Math.Min(20, value.Length)],
            headers = read.Message.Headers.ToDictionary(header => header.Key, header => Encoding.UTF8.GetString(header.GetValueBytes())),
            timestamp = read.Message.Timestamp.UnixTimestampMs,
        });
    }

    private static Message<string?, string?> Message(Errand.Sent record)
    {
        var headers = new Headers();
        foreach (var (name, value) in record.Headers) headers.Add(name, Encoding.UTF8.GetBytes(value));
        return new()
        {
            Key = record.Key,
            Value = record.Value is null ? null : string.Concat(Enumerable.Repeat(record.Value, record.Times)),
            Headers = headers,
            Timestamp = new Timestamp(record.Timestamp, TimestampType.CreateTime),
        };
    }
}
