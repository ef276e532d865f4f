using SmartKart.Streams.Graph;

namespace SmartKart.Streams.Planning;

/// <summary>
/// How many partitions each topic of an application has or is to have, and so how many tasks each sub-topology has. Computed once, at the
/// start, from the partition counts of the topics that exist.
/// </summary>
internal sealed class PartitionPlan
{
    private readonly Dictionary<string, int> _partitions; // by the topology's names
    private readonly TopologyGraph _graph;

    private PartitionPlan(TopologyGraph graph, IReadOnlyList<SubTopology> subTopologies, Dictionary<string, int> partitions)
    {
        _graph = graph;
        _partitions = partitions;
        SubTopologies = subTopologies;
    }

    /// <summary>The sub-topologies, by number. The topics that one reads have equal partition counts.</summary>
    public IReadOnlyList<SubTopology> SubTopologies { get; private set; }

    /// <param name="graph">The topology.</param>
    /// <param name="sourcePartitions">The partition counts of all source topics that the application does not create itself.</param>
    /// <exception cref="TopologyException">Topics that must be co-partitioned are not.</exception>
    public static PartitionPlan Compute(TopologyGraph graph, IReadOnlyDictionary<string, int> sourcePartitions)
    {
        var plan = new PartitionPlan(graph, graph.SubTopologies(), new Dictionary<string, int>(sourcePartitions, StringComparer.Ordinal));
        plan.CountRepartitionTopics();
        foreach (var group in graph.CopartitionGroups) plan.CheckEqual(group.Topics, group.Why);
        plan.SubTopologies = plan.SplitByPartitions();
        return plan;
    }

    /// <summary>The repartition topics, by the broker's names.</summary>
    public IReadOnlySet<string> RepartitionTopics(string applicationId) =>
        _graph.RepartitionTopics.Keys.Select(topic => _graph.TopicName(topic, applicationId)).ToHashSet(StringComparer.Ordinal);

    /// <summary>How many tasks a sub-topology has: one per partition of its source topics.</summary>
    public int TasksOf(SubTopology subTopology) => subTopology.SourceTopics.Max(PartitionsOf);

    /// <summary>How many partitions a source or repartition topic has, by the topology's name for it.</summary>
    public int PartitionsOf(string topic) => _partitions[topic];

    // A count may follow from another repartition topic's: so round and round until no more is learnt.
    private void CountRepartitionTopics()
    {
        foreach (var topic in _graph.RepartitionTopics.Values.Where(topic => topic.Partitions is not null)) _partitions[topic.Name] = topic.Partitions.GetValueOrDefault();
        var unknown = _graph.RepartitionTopics.Keys.Where(name => !_partitions.ContainsKey(name)).ToList();
        while (unknown.Count > 0)
        {
            // As Kafka Streams: first what co-partitioning fixes, and only where nothing does, what is upstream.
            if (!Learn(unknown, FromCopartitioned) && !Learn(unknown, FromUpstream))
                throw new TopologyException(
                    $"The partitions of the internal topic '{unknown[0]}' depend on themselves. Give the repartition a number of partitions.");
        }
    }

    private bool Learn(List<string> unknown, Func<string, int?> count)
    {
        var learnt = unknown.Select(topic => (Topic: topic, Count: count(topic))).Where(each => each.Count is not null).ToList();
        foreach (var (topic, partitions) in learnt) _partitions[topic] = partitions.GetValueOrDefault();
        unknown.RemoveAll(_partitions.ContainsKey);
        return learnt.Count > 0;
    }

    // A topic that the application does not create, or whose number is given, decides; else the largest of what comes from upstream.
    private int? FromCopartitioned(string topic)
    {
        var peers = _graph.CopartitionGroups.Where(group => group.Topics.Contains(topic)).SelectMany(group => group.Topics).Distinct(StringComparer.Ordinal).ToList();
        var known = peers.Where(_partitions.ContainsKey).ToList();
        if (known.Count > 0) return known.Max(PartitionsOf);
        return peers.Count > 0 && peers.TrueForAll(peer => FromUpstream(peer) is not null) ? peers.Max(FromUpstream) : null;
    }

    private int? FromUpstream(string topic)
    {
        var sources = SubTopologies
            .Where(subTopology => subTopology.Nodes.OfType<ISinkDefinition>().Any(sink => sink.Topic == topic))
            .SelectMany(subTopology => subTopology.SourceTopics).Distinct(StringComparer.Ordinal).ToList();
        return sources.Count > 0 && sources.TrueForAll(_partitions.ContainsKey) ? sources.Max(PartitionsOf) : null;
    }

    // The broker's range assignor gives partitions of equal numbers to one member only where their topics have equally many. So topics of
    // other counts, which are merged and meet in no state, become sub-topologies of their own over the same nodes: a task has the partitions
    // that surely come together. The one of most partitions keeps the number, the others come behind all there are.
    private List<SubTopology> SplitByPartitions()
    {
        var split = SubTopologies.ToList();
        foreach (var whole in SubTopologies)
        {
            var byCount = whole.SourceTopics.GroupBy(PartitionsOf).OrderByDescending(topics => topics.Key).ToList();
            if (byCount.Count <= 1) continue;
            SubTopology[] parts =
                [.. byCount.Select((topics, at) => whole.PartOf(at == 0 ? whole.Number : split.Count + at - 1, topics.ToHashSet(StringComparer.Ordinal)))];
            foreach (var store in whole.Stores)
            {
                var topics = parts.Where(part => part.Stores.Contains(store)).SelectMany(part => part.SourceTopics);
                CheckEqual([.. whole.SourceTopics.Intersect(topics, StringComparer.Ordinal)], $"their records meet in the state store '{store.Name}'");
            }
            split[whole.Number] = parts[0];
            split.AddRange(parts[1..]);
        }
        return split;
    }

    private void CheckEqual(IReadOnlyList<string> topics, string why)
    {
        var (first, other) = (topics[0], topics.FirstOrDefault(topic => PartitionsOf(topic) != PartitionsOf(topics[0])));
        if (other is null) return;
        throw new TopologyException(
            $"The topics '{first}' and '{other}' must have equally many partitions ({why}), and have {PartitionsOf(first)} and {PartitionsOf(other)}. "
            + "Repartition the stream of one of them, or create its topic anew with as many partitions as the other.");
    }
}
