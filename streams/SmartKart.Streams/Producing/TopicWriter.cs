using System.Text;
using SmartKart.Kafka;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Producing;

/// <summary>The way of a thread's tasks to one topic. Hot path: per record.</summary>
internal sealed class TopicWriter(RecordCollector collector, ProducerBatch batch, Func<string, int> partitionsOf) : ITopicWriter
{
    private int _partitions;

    public string Topic => batch.Topic;

    public int Partitions => _partitions > 0 ? _partitions : _partitions = partitionsOf(Topic);

    public void Send(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int partition, long timestampMs, Headers? headers)
    {
        batch.Add(key, value, partition, timestampMs);
        if (headers is not null) AddHeaders(headers);
        collector.SendIfFull(batch);
    }

    private void AddHeaders(Headers headers)
    {
        for (var at = 0; at < headers.Count; at++)
        {
            var header = headers[at];
            batch.AddHeader(Encoding.UTF8.GetBytes(header.Name), header.Value is { } value ? NeverNull(value.Span) : default);
        }
    }

    // An empty memory's span may be the default one, which the batch takes for null.
    private static ReadOnlySpan<byte> NeverNull(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? Empty : bytes;

    private static ReadOnlySpan<byte> Empty => new byte[1].AsSpan(0, 0);
}
