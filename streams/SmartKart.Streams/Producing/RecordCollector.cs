using SmartKart.Kafka;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Producing;

/// <summary>
/// Gathers what the tasks of one thread write into a batch per topic, and hands each to the producer when it is full, when the thread
/// has processed what it had, and at a commit. Owned by the thread.
/// </summary>
/// <param name="producer">The thread's.</param>
/// <param name="partitionsOf">How many partitions a topic has; asked where a sink chooses partitions itself.</param>
internal sealed class RecordCollector(StreamsProducer producer, Func<string, int> partitionsOf) : IRecordCollector
{
    private const int FullBytes = 64 * 1024; // a produce request per topic is worth its cost, and the batch's memory stays in the processor's cache

    private readonly Dictionary<string, ProducerBatch> _batches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ITopicWriter> _writers = new(StringComparer.Ordinal);

    public ITopicWriter WriterOf(string topic)
    {
        if (!_writers.TryGetValue(topic, out var writer)) _writers[topic] = writer = new TopicWriter(this, BatchOf(topic), partitionsOf);
        return writer;
    }

    public IChangelogWriter ChangelogOf(string topic, int partition) =>
        new ChangelogWriter(this, BatchOf(topic), partition, producer.Offsets, producer.Offsets.Track(topic, partition));

    /// <summary>Hands over all that was gathered, and what became dead letters by that.</summary>
    public void SendAll()
    {
        foreach (var batch in _batches.Values) producer.Send(batch);
        foreach (var batch in _batches.Values) producer.Send(batch);
    }

    /// <summary>Forgets what was gathered and not handed over: the transaction was aborted.</summary>
    public void Clear()
    {
        foreach (var batch in _batches.Values) batch.Clear();
    }

    /// <summary>Hands a batch over if it is full. Hot path: per record.</summary>
    internal void SendIfFull(ProducerBatch batch)
    {
        if (batch.SizeBytes >= FullBytes) producer.Send(batch);
    }

    private ProducerBatch BatchOf(string topic)
    {
        if (!_batches.TryGetValue(topic, out var batch)) _batches[topic] = batch = new ProducerBatch(topic);
        return batch;
    }
}
