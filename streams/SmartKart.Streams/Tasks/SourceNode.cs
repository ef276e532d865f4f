using SmartKart.Kafka;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Tasks;

/// <summary>A source of one task: makes the queues that hold what comes from its topics.</summary>
internal abstract class SourceNode(string name) : TaskNode(name)
{
    /// <summary>A queue for one partition of one of its topics.</summary>
    public abstract RecordQueue NewQueue(TopicPartition partition);
}

/// <summary>Reads records and gives them to its children. Hot path.</summary>
internal sealed class SourceNode<K, V>(
    string name, TaskContext task, IRecordReceiver<K, V>[] children, ISerde<K> keySerde, ISerde<V> valueSerde, TimestampExtractor<K, V>? timestamps)
    : SourceNode(name)
{
    public override RecordQueue NewQueue(TopicPartition partition) => new RecordQueue<K, V>(partition, this, task, keySerde, valueSerde, timestamps);

    public void Process(in Record<K, V> record)
    {
        ProcessedRecords++;
        foreach (var child in children) child.Process(record);
    }
}
