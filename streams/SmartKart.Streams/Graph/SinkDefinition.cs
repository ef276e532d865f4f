using SmartKart.Streams.Processing;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Graph;

/// <summary>What a sink writes to, whatever its types are.</summary>
internal interface ISinkDefinition
{
    /// <summary>The sink's name.</summary>
    string Name { get; }

    /// <summary>Its topic as the topology names it; null where it is chosen per record.</summary>
    string? Topic { get; }
}

/// <summary>A sink: where records go, and how they are written.</summary>
internal sealed class SinkDefinition<K, V>(
    string name, string? topic, TopicNameExtractor<K, V>? topicChooser, ISerde<K> keySerde, ISerde<V> valueSerde, StreamPartitioner<K, V>? partitioner)
    : NodeDefinition(name), ISinkDefinition
{
    public string? Topic { get; } = topic;

    public override string Kind => "Sink";

    public override TaskNode Build(TaskAssembly task) =>
        new SinkNode<K, V>(Name, task.Task, task.Collector, Topic is null ? null : task.TopicName(Topic), topicChooser, keySerde, valueSerde, partitioner);
}
