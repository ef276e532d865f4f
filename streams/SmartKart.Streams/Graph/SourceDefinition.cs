using SmartKart.Streams.Processing;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Graph;

/// <summary>What a source reads, whatever its types are.</summary>
internal interface ISourceDefinition
{
    /// <summary>The source's name.</summary>
    string Name { get; }

    /// <summary>Its topics, as the topology names them: internal ones without the application's prefix.</summary>
    IReadOnlyList<string> Topics { get; }

    /// <summary>Where to begin in a partition of which nothing was committed.</summary>
    AutoOffsetReset? OffsetReset { get; }
}

/// <summary>A source: topics, and how their records are read.</summary>
internal sealed class SourceDefinition<K, V>(
    string name, IReadOnlyList<string> topics, ISerde<K> keySerde, ISerde<V> valueSerde, TimestampExtractor<K, V>? timestamps, AutoOffsetReset? offsetReset)
    : NodeDefinition(name), ISourceDefinition
{
    public IReadOnlyList<string> Topics { get; } = topics;

    public AutoOffsetReset? OffsetReset { get; } = offsetReset;

    public override string Kind => "Source";

    public override TaskNode Build(TaskAssembly task) => new SourceNode<K, V>(Name, task.Task, task.Receivers<K, V>(this), keySerde, valueSerde, timestamps);
}
