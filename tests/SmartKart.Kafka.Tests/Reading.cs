using System.Diagnostics;
using System.Text;

namespace SmartKart.Kafka.Tests;

/// <summary>One record, copied out of its batch for a test to look at.</summary>
internal sealed record Copied(string Topic, int Partition, long Offset, string? Key, string? Value, long TimestampMs);

/// <summary>Consumes until something is so, with a deadline and no sleep.</summary>
internal static class Reading
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    internal static List<Copied> Read(this BatchConsumer consumer, int records)
    {
        var read = new List<Copied>();
        consumer.ConsumeUntil(() => read.Count >= records, batch =>
        {
            foreach (var record in batch) read.Add(Copy(record));
        }, $"{records} records");
        return read;
    }

    internal static void ConsumeUntil(this BatchConsumer consumer, Func<bool> isSo, string what) => consumer.ConsumeUntil(isSo, _ => { }, what);

    internal static void ConsumeUntil(this BatchConsumer consumer, Func<bool> isSo, Action<RecordBatch> look, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(began) > Deadline) Assert.Fail($"{what}: not within {Deadline.TotalSeconds} s");
            using var batch = consumer.Consume(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
            look(batch);
        }
    }

    private static Copied Copy(ConsumedRecord record) => new(
        record.Topic, record.Partition, record.Offset,
        record.HasKey ? Encoding.UTF8.GetString(record.Key) : null,
        record.IsTombstone ? null : Encoding.UTF8.GetString(record.Value),
        record.TimestampMs);
}
