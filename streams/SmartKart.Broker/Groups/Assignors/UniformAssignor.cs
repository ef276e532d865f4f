using System.Collections.Immutable;

namespace SmartKart.Broker.Groups.Assignors;

/// <summary>
/// Spreads partitions evenly and moves as few as that takes. Members that read the same topics differ by at most one partition;
/// where they read different ones, no chain of moves would make it more even. Kafka's <c>uniform</c>, by another way than its two
/// builders: the optimum of Harvey, Ladner, Lovász and Tamir, "Semi-matchings for bipartite graphs and load balancing" (WADS 2003),
/// starting from what there is.
/// </summary>
internal sealed class UniformAssignor : IAssignor
{
    public string Name => "uniform";

    public IReadOnlyDictionary<string, ImmutableSortedSet<TopicIdPartition>> Assign(
        IReadOnlyList<AssignorMember> members, IReadOnlyDictionary<Guid, int> partitions)
    {
        var loads = members.OrderBy(member => member.Id, StringComparer.Ordinal).Select(member => new Load(member)).ToList();
        var readers = partitions.Keys.ToDictionary(topic => topic, topic => loads.FindAll(load => load.Member.Topics.Contains(topic)));
        Keep(loads, partitions);
        Place(loads, readers, partitions);
        bool relieved;
        do
        {
            var least = loads.Select(load => load.Count).DefaultIfEmpty().Min();
            relieved = loads.Where(load => load.Count >= least + 2).OrderByDescending(load => load.Count).Any(load => TryRelieve(load, readers));
        }
        while (relieved);                            // each relief makes the sum of the loads' squares smaller, so this ends
        return loads.ToDictionary(load => load.Member.Id, load => load.ToSet());
    }

    /// <summary>Lets each member keep what it had and still reads.</summary>
    private static void Keep(List<Load> loads, IReadOnlyDictionary<Guid, int> partitions)
    {
        var taken = new HashSet<TopicIdPartition>();
        foreach (var load in loads)
        {
            foreach (var partition in load.Member.Current)
            {
                var exists = partitions.TryGetValue(partition.TopicId, out var count) && partition.Partition < count;
                if (exists && load.Member.Topics.Contains(partition.TopicId) && taken.Add(partition)) load.Add(partition);
            }
        }
    }

    /// <summary>Gives what nobody has to whoever has least; first the topics that few read, where there is little choice.</summary>
    private static void Place(List<Load> loads, Dictionary<Guid, List<Load>> readers, IReadOnlyDictionary<Guid, int> partitions)
    {
        var placed = loads.SelectMany(load => load.All).ToHashSet();
        var read = partitions.Where(topic => readers[topic.Key].Count > 0);
        foreach (var (topic, count) in read.OrderBy(topic => readers[topic.Key].Count).ThenBy(topic => topic.Key))
        {
            for (var number = 0; number < count; number++)
            {
                var partition = new TopicIdPartition(topic, number);
                if (!placed.Contains(partition)) readers[topic].MinBy(load => load.Count)!.Add(partition);      // not empty: filtered above
            }
        }
    }

    /// <summary>
    /// Looks, breadth first, for the nearest member with at least two partitions less that can be reached by handing partitions on from
    /// reader to reader, and hands them on.
    /// </summary>
    private static bool TryRelieve(Load from, Dictionary<Guid, List<Load>> readers)
    {
        var reachedFrom = new Dictionary<Load, (Load Giver, Guid Topic)>();
        var queue = new Queue<Load>([from]);
        while (queue.TryDequeue(out var giver))
        {
            var reached = new List<Load>();
            foreach (var topic in giver.Topics)
                foreach (var taker in readers[topic])
                    if (taker != from && reachedFrom.TryAdd(taker, (giver, topic))) reached.Add(taker);
            var least = reached.MinBy(load => load.Count);
            if (least is not null && least.Count <= from.Count - 2)
            {
                for (var at = least; at != from; at = reachedFrom[at].Giver) at.Add(reachedFrom[at].Giver.Take(reachedFrom[at].Topic));
                return true;
            }
            foreach (var load in reached) queue.Enqueue(load);
        }
        return false;
    }

    /// <summary>What a member is to have.</summary>
    private sealed class Load(AssignorMember member)
    {
        private readonly SortedDictionary<Guid, SortedSet<int>> _byTopic = [];

        public AssignorMember Member => member;

        public int Count { get; private set; }

        /// <summary>Topics of which it has a partition. A copy: what is handed on while they are gone through changes them.</summary>
        public IReadOnlyList<Guid> Topics => [.. _byTopic.Keys];

        public IEnumerable<TopicIdPartition> All => _byTopic.SelectMany(topic => topic.Value.Select(number => new TopicIdPartition(topic.Key, number)));

        public void Add(TopicIdPartition partition)
        {
            if (!_byTopic.TryGetValue(partition.TopicId, out var numbers)) _byTopic[partition.TopicId] = numbers = [];
            numbers.Add(partition.Partition);
            Count++;
        }

        /// <summary>Gives up a partition of a topic: if it can, one that it did not have before, else the last.</summary>
        public TopicIdPartition Take(Guid topic)
        {
            var numbers = _byTopic[topic];
            var fresh = numbers.Where(number => !member.Current.Contains(new TopicIdPartition(topic, number))).DefaultIfEmpty(numbers.Max).First();
            numbers.Remove(fresh);
            if (numbers.Count == 0) _byTopic.Remove(topic);
            Count--;
            return new TopicIdPartition(topic, fresh);
        }

        public ImmutableSortedSet<TopicIdPartition> ToSet() => [.. All];
    }
}
