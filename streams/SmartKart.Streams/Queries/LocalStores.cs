using SmartKart.Kafka;
using SmartKart.Streams.Graph;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.Threads;

namespace SmartKart.Streams.Queries;

/// <summary>Answers interactive queries: from the stores of this instance, or with the instance that holds a key. Any thread.</summary>
internal sealed class LocalStores(TopologyGraph graph, StreamsApplication application, RunningTasks tasks, KafkaAdmin admin)
{
    /// <summary>A store, as one over all tasks of this instance.</summary>
    /// <exception cref="TopologyException">The topology has no such store.</exception>
    public T Store<T>(string name, QueryableStoreType<T> type)
    {
        CheckName(name);
        return application.GlobalStores.TryGetValue(name, out var global)
            ? type.Over(new StoreViews(name, () => [global]))
            : type.Over(new StoreViews(name, () => tasks.ViewsOf(name)));
    }

    /// <summary>Which instance holds a key.</summary>
    public async Task<KeyQueryMetadata> MetadataForKeyAsync<K>(string store, K key, ISerde<K> keySerde, CancellationToken cancellation)
    {
        CheckName(store);
        var subTopology = application.TaskMap.SubTopologyWith(store)
            ?? throw new TopologyException($"The state store '{store}' is a global one: every instance has each key. Ask the local one.");
        var bytes = new ByteBuffer();
        keySerde.Serialize(key, bytes);
        var task = new TaskId(subTopology.Number, Murmur2.PartitionOf(bytes.Written, application.TaskMap.TasksOf(subTopology)));
        var partition = application.TaskMap.PartitionsOf(task)[0];
        var group = await admin.Groups.DescribeAsync(application.Options.ApplicationId, cancellation);
        foreach (var member in group.Members)
        {
            if (member.Assignment.Contains(partition) && MemberName.TryParse(member.ClientId, application.Options.ApplicationId, out var name))
                return new KeyQueryMetadata(task, name.ProcessId, name.Server, IsLocal: name.ProcessId == application.ProcessId);
        }
        return new KeyQueryMetadata(task, ProcessId: null, Server: null, IsLocal: false);
    }

    private void CheckName(string store)
    {
        if (!graph.Stores.ContainsKey(store))
            throw new TopologyException($"The topology of '{application.Options.ApplicationId}' has no state store '{store}'. "
                + $"It has {string.Join(", ", graph.Stores.Keys.Select(name => $"'{name}'"))}.");
    }
}
