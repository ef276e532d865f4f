using SmartKart.Kafka;
using SmartKart.Streams.Graph;

namespace SmartKart.Streams.Planning;

/// <summary>Which task reads which partitions, by the broker's names for topics. It never changes; any thread may ask.</summary>
internal sealed class TaskMap
{
    private readonly Dictionary<string, SubTopology> _subTopologyOf = new(StringComparer.Ordinal);
    private readonly PartitionPlan _plan;
    private readonly string _applicationId;

    public TaskMap(PartitionPlan plan, string applicationId)
    {
        _plan = plan;
        _applicationId = applicationId;
        foreach (var subTopology in plan.SubTopologies)
            foreach (var topic in subTopology.SourceTopics) _subTopologyOf.Add(subTopology.TopicName(topic, applicationId), subTopology);
    }

    /// <summary>All topics that tasks read.</summary>
    public IEnumerable<string> Topics => _subTopologyOf.Keys;

    /// <summary>How many partitions each of them has.</summary>
    public IReadOnlyDictionary<string, int> PartitionCounts => _subTopologyOf.ToDictionary(each => each.Key, each => _plan.TasksOf(each.Value), StringComparer.Ordinal);

    /// <summary>All tasks.</summary>
    public IEnumerable<TaskId> Tasks =>
        _plan.SubTopologies.SelectMany(subTopology => Enumerable.Range(0, _plan.TasksOf(subTopology)).Select(partition => new TaskId(subTopology.Number, partition)));

    /// <summary>The sub-topology that has a store; null for a global store, or none.</summary>
    public SubTopology? SubTopologyWith(string store) => _plan.SubTopologies.FirstOrDefault(subTopology => subTopology.Stores.Any(each => each.Name == store));

    public int TasksOf(SubTopology subTopology) => _plan.TasksOf(subTopology);

    public SubTopology SubTopologyOf(TaskId task) => _plan.SubTopologies[task.SubTopology];

    /// <summary>The task that reads a partition.</summary>
    public TaskId TaskOf(TopicPartition partition) => new(_subTopologyOf[partition.Topic].Number, partition.Partition);

    /// <summary>The partitions that a task reads.</summary>
    public IReadOnlyList<TopicPartition> PartitionsOf(TaskId task)
    {
        var subTopology = SubTopologyOf(task);
        return [.. subTopology.SourceTopics.Select(topic => new TopicPartition(subTopology.TopicName(topic, _applicationId), task.Partition))];
    }
}
