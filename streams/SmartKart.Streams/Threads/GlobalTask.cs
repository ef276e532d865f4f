using System.Diagnostics;
using SmartKart.Kafka;
using SmartKart.Streams.Graph;
using SmartKart.Streams.State;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Threads;

/// <summary>
/// A global store at work: takes the records of all partitions of its topic through its processor. What it takes is committed at once,
/// for its topic is its changelog. Written by the global thread, read by any.
/// </summary>
internal sealed class GlobalTask : IDisposable
{
    private readonly ITaskStore _store;
    private readonly IReadOnlyList<TaskNode> _nodes;
    private readonly Dictionary<int, RecordQueue> _queues;

    /// <param name="global">The store, its source and its processor.</param>
    /// <param name="number">Its place among the topology's global stores, from 0.</param>
    /// <param name="partitions">How many partitions its topic has.</param>
    /// <param name="graph">The topology.</param>
    /// <param name="settings">The application's.</param>
    /// <param name="committedOnly">Readers see what was taken whole, not what is being taken.</param>
    public GlobalTask(GlobalStoreDefinition global, int number, int partitions, TopologyGraph graph, TaskSettings settings, bool committedOnly)
    {
        settings = settings.ForGlobalStore();
        var task = new TaskContext(new TaskId(-1 - number, 0), settings);
        // It is filled from the topic's beginning at each start: what an older run left would keep what was deleted meanwhile.
        var folder = settings.StateDirectory is null ? null : Path.Combine(settings.StateDirectory, "global", global.Store.Name);
        if (folder is not null && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        _store = global.Store.Build(new StoreContext(folder, $"global {global.Store.Name}", CachingEnabled: false, task.LateRecordDropped, settings.Time));
        var assembly = new TaskAssembly(
            new SubTopology(-1 - number, [global.Source, global.Processor], graph), task, new NoCollector(global.Store.Name), [],
            new Dictionary<string, object>(StringComparer.Ordinal) { [_store.Name] = _store });
        _nodes = assembly.Nodes();
        var (topic, source) = assembly.Sources().Single();
        Topic = topic;
        _queues = Enumerable.Range(0, partitions).ToDictionary(partition => partition, partition => source.NewQueue(new TopicPartition(topic, partition)));
        View = _store.ReadOnlyView(committedOnly);
        foreach (var node in _nodes) node.Init();
    }

    public string Topic { get; }

    public string StoreName => _store.Name;

    /// <summary>The store as others read it.</summary>
    public object View { get; }

    public IEnumerable<TopicPartition> Partitions => _queues.Values.Select(queue => queue.Partition);

    /// <summary>Takes a record. Hot path.</summary>
    public void Process(in ConsumedRecord record)
    {
        var queue = _queues[record.Partition];
        queue.Buffer.Add(record.Offset, record.TimestampMs, record.Key, record.HasKey, record.Value, !record.IsTombstone, InputPartition.ReadHeaders(record));
        while (queue.PrepareHead()) queue.ProcessHead();
    }

    /// <summary>Shows what was taken.</summary>
    public void Commit() => _store.Commit(changelogOffset: null);

    public void Dispose()
    {
        try
        {
            foreach (var node in _nodes) node.Close();
        }
        finally
        {
            _store.Dispose();
        }
    }

    private sealed class NoCollector(string store) : IRecordCollector
    {
        public ITopicWriter WriterOf(string topic) => throw new TopologyException(
            $"The processor of the global store '{store}' writes to a topic, and it may only write to its store.");

        public IChangelogWriter ChangelogOf(string topic, int partition) => throw new UnreachableException("A global store has no changelog but its topic.");
    }
}
