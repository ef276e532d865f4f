using SmartKart.Streams.State;

namespace SmartKart.Streams.Graph;

/// <summary>A store that every instance has whole: filled from all partitions of one topic, which is its changelog too.</summary>
/// <param name="Store">The store.</param>
/// <param name="Source">What reads the topic.</param>
/// <param name="Processor">What writes to the store.</param>
internal sealed record GlobalStoreDefinition(IStoreBuilder Store, NodeDefinition Source, NodeDefinition Processor);
