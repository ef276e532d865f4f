using System.Diagnostics.CodeAnalysis;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Topics;

/// <summary>Which topics there are. Reads are snapshots, from any thread.</summary>
internal sealed class TopicCatalog : ITopicView
{
    /// <summary>Every topic, by name.</summary>
    public IReadOnlyDictionary<string, Topic> All { get; } = new Dictionary<string, Topic>();

    /// <summary>After topics were made, deleted or given more partitions; on the thread that did it.</summary>
    public event Action? Changed;

    public bool TryFind(string name, [NotNullWhen(true)] out Topic? topic) => All.TryGetValue(name, out topic);

    public bool TryFind(Guid id, [NotNullWhen(true)] out Topic? topic)
    {
        topic = All.Values.FirstOrDefault(candidate => candidate.Id == id);
        return topic is not null;
    }

    public Partition? Find(TopicPartition id) =>
        TryFind(id.Topic, out var topic) && (uint)id.Partition < (uint)topic.Partitions.Length ? topic.Partitions[id.Partition] : null;

    private void Announce() => Changed?.Invoke();
}
