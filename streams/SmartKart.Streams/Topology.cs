using SmartKart.Streams.Graph;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams;

/// <summary>
/// Sources, processors, sinks and stores, and how records flow between them: what an application does, written down. Built by hand
/// here, or by a <c>StreamBuilder</c>. One thread writes it; once running it is only read.
/// </summary>
public sealed class Topology
{
    /// <summary>What was added so far.</summary>
    internal TopologyGraph Graph { get; } = new();

    /// <summary>Reads topics.</summary>
    /// <param name="name">The source's name.</param>
    /// <param name="topics">The topics; each is read by one source only.</param>
    /// <param name="keySerde">Reads the keys.</param>
    /// <param name="valueSerde">Reads the values.</param>
    /// <param name="timestamps">Tells when a record happened; null: when its producer said.</param>
    /// <param name="offsetReset">Where to begin; null: as the application is set.</param>
    /// <exception cref="TopologyException">The name or a topic is taken.</exception>
    public Topology AddSource<K, V>(
        string name, IReadOnlyList<string> topics, ISerde<K> keySerde, ISerde<V> valueSerde, TimestampExtractor<K, V>? timestamps = null, AutoOffsetReset? offsetReset = null)
    {
        if (topics.Count == 0) throw new TopologyException($"The source '{name}' names no topic. Name one at least.");
        Graph.Add(new SourceDefinition<K, V>(name, topics, keySerde, valueSerde, timestamps, offsetReset));
        return this;
    }

    /// <summary>Adds a processor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="supplier">Makes a new one at each call, for each task has its own.</param>
    /// <param name="parents">The sources and processors that forward to it; they must forward its types.</param>
    /// <exception cref="TopologyException">The name is taken, or there is no such parent.</exception>
    public Topology AddProcessor<KIn, VIn, KOut, VOut>(string name, Func<IProcessor<KIn, VIn, KOut, VOut>> supplier, params ReadOnlySpan<string> parents)
    {
        if (parents.IsEmpty) throw new TopologyException($"The processor '{name}' has no parent, and would never get a record. Name one at least.");
        Graph.Add(new ProcessorDefinition<KIn, VIn, KOut, VOut>(name, supplier), parents);
        return this;
    }

    /// <summary>Writes to a topic.</summary>
    /// <param name="name">The sink's name.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="keySerde">Writes the keys.</param>
    /// <param name="valueSerde">Writes the values.</param>
    /// <param name="partitioner">Chooses the partition; null: by the key's hash.</param>
    /// <param name="parents">Who forwards to it.</param>
    /// <exception cref="TopologyException">The name is taken, or there is no such parent.</exception>
    public Topology AddSink<K, V>(
        string name, string topic, ISerde<K> keySerde, ISerde<V> valueSerde, StreamPartitioner<K, V>? partitioner = null, params ReadOnlySpan<string> parents)
    {
        Graph.Add(new SinkDefinition<K, V>(name, topic, topicChooser: null, keySerde, valueSerde, partitioner), parents);
        return this;
    }

    /// <summary>Writes to the topic that is chosen for each record.</summary>
    /// <inheritdoc cref="AddSink{K, V}(string, string, ISerde{K}, ISerde{V}, StreamPartitioner{K, V}?, ReadOnlySpan{string})"/>
    public Topology AddSink<K, V>(
        string name, TopicNameExtractor<K, V> topicChooser, ISerde<K> keySerde, ISerde<V> valueSerde, StreamPartitioner<K, V>? partitioner = null, params ReadOnlySpan<string> parents)
    {
        Graph.Add(new SinkDefinition<K, V>(name, topic: null, topicChooser, keySerde, valueSerde, partitioner), parents);
        return this;
    }

    /// <summary>Adds a state store, and connects it to the processors that use it. Processors that share a store run in one sub-topology.</summary>
    /// <exception cref="TopologyException">Another store has the name, or there is no such processor.</exception>
    public Topology AddStateStore(IStoreBuilder store, params ReadOnlySpan<string> processors)
    {
        Graph.AddStore(store, processors);
        return this;
    }

    /// <summary>Connects a store to more processors.</summary>
    public Topology ConnectProcessorAndStateStores(string processor, params ReadOnlySpan<string> stores)
    {
        foreach (var store in stores) Graph.Connect(store, processor);
        return this;
    }

    /// <summary>Adds a store that every instance has whole, kept up to date from all partitions of a topic; any processor may read it.</summary>
    /// <param name="store">The store, with logging disabled: the topic is its changelog.</param>
    /// <param name="sourceName">The name of what reads the topic.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="keySerde">Reads the keys.</param>
    /// <param name="valueSerde">Reads the values.</param>
    /// <param name="processorName">The name of what writes to the store.</param>
    /// <param name="supplier">Makes what writes to the store.</param>
    /// <param name="timestamps">Tells when a record happened; null: when its producer said.</param>
    public Topology AddGlobalStore<K, V>(
        IStoreBuilder store, string sourceName, string topic, ISerde<K> keySerde, ISerde<V> valueSerde, string processorName,
        Func<IProcessor<K, V, Nothing, Nothing>> supplier, TimestampExtractor<K, V>? timestamps = null)
    {
        Graph.AddGlobal(new GlobalStoreDefinition(store,
            new SourceDefinition<K, V>(sourceName, [topic], keySerde, valueSerde, timestamps, AutoOffsetReset.Earliest),
            new ProcessorDefinition<K, V, Nothing, Nothing>(processorName, supplier)));
        return this;
    }

    /// <summary>Says what it is made of: as text by <see cref="TopologyDescription.ToString"/>, or as a diagram.</summary>
    public TopologyDescription Describe() => TopologyDescription.Of(Graph);
}

/// <summary>What a processor forwards that forwards nothing.</summary>
public readonly struct Nothing;
