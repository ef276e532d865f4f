using SmartKart.Streams.Processing;
using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Tasks;

/// <summary>Writes records and gives them to the producer. Hot path: per record.</summary>
internal sealed class SinkNode<K, V> : TaskNode, IRecordReceiver<K, V>
{
    private readonly TaskContext _task;
    private readonly IRecordCollector _collector;
    private readonly TopicNameExtractor<K, V>? _topicChooser;
    private readonly ISerde<K> _keySerde;
    private readonly ISerde<V> _valueSerde;
    private readonly StreamPartitioner<K, V>? _partitioner;
    private readonly ByteBuffer _key = new();
    private readonly ByteBuffer _value = new();
    private readonly ITopicWriter? _writer;

    public SinkNode(
        string name, TaskContext task, IRecordCollector collector, string? topic, TopicNameExtractor<K, V>? topicChooser,
        ISerde<K> keySerde, ISerde<V> valueSerde, StreamPartitioner<K, V>? partitioner) : base(name)
    {
        (_task, _collector, _topicChooser, _keySerde, _valueSerde, _partitioner) = (task, collector, topicChooser, keySerde, valueSerde, partitioner);
        if (topic is not null) _writer = collector.WriterOf(topic);
    }

    public void Process(in Record<K, V> record)
    {
        ProcessedRecords++;
        ITopicWriter writer;
        int partition;
        try
        {
            writer = _topicChooser is null ? _writer! : _collector.WriterOf(_topicChooser(record, _task)); // the one or the other is given
            partition = _partitioner?.Invoke(writer.Topic, record.Key, record.Value, writer.Partitions) ?? -1;
            _key.Clear();
            if (record.Key is not null) _keySerde.Serialize(record.Key, _key);
            _value.Clear();
            if (!record.IsTombstone) _valueSerde.Serialize(record.Value, _value);
        }
        catch (Exception fault) when (TaskContext.IsOfProcessor(fault))
        {
            _task.HandleProduction(Name, fault);
            return;
        }
        writer.Send(record.Key is null ? default : _key.Written, record.IsTombstone ? default : _value.Written, partition, record.TimestampMs, record.HeadersOrNull);
    }
}
