using System.Collections.Immutable;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Tests.Groups;

/// <summary>Topics by the wish of a test. Groups only count their partitions, so there are none behind the numbers.</summary>
internal sealed class TestTopics : ITopicView
{
    private readonly Dictionary<string, Topic> _topics = [];
    private int _made;

    public event Action? Changed;

    public IReadOnlyDictionary<string, Topic> All => _topics;

    public Guid Make(string name, int partitions)
    {
        var id = new Guid(++_made, 0, 0, new byte[8]);
        _topics[name] = new Topic(name, id, ImmutableArray.Create(new Partition[partitions]), ImmutableSortedDictionary<string, string>.Empty);
        Changed?.Invoke();
        return id;
    }

    public void Grow(string name, int partitions)
    {
        _topics[name] = _topics[name] with { Partitions = ImmutableArray.Create(new Partition[partitions]) };
        Changed?.Invoke();
    }

    public void Delete(string name)
    {
        _topics.Remove(name);
        Changed?.Invoke();
    }

    public string NameOf(Guid id) => _topics.Values.Single(topic => topic.Id == id).Name;
}
