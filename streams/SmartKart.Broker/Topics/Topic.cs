using System.Collections.Immutable;

namespace SmartKart.Broker.Topics;

/// <summary>A topic as it stands; another takes its place when it changes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id: a topic of the same name that is made again has another.</param>
/// <param name="Partitions">By their numbers.</param>
/// <param name="Settings">What was set for it, by Kafka's names; the rest is by default.</param>
internal sealed record Topic(string Name, Guid Id, ImmutableArray<Partition> Partitions, ImmutableSortedDictionary<string, string> Settings)
{
    /// <summary>Kept by the broker for itself; clients may read it, and neither write to it nor delete it.</summary>
    public bool IsInternal => InternalTopics.Contains(Name);
}
