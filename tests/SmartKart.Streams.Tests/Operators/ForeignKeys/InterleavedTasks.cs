using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Tests.Operators.ForeignKeys;

/// <summary>
/// The tasks of a topology, each sub-topology's of two partitions, which process a record each when they are told to: so what one asks of
/// another through an internal topic comes as late as in a cluster, and what two are asked comes in any order. The test driver has one task
/// of each, and answers at once.
/// </summary>
internal sealed class InterleavedTasks : IDisposable
{
    private const int Partitions = 2;
    private readonly PartitionedTopics _topics = new(Partitions);
    private readonly List<StreamTask> _tasks = [];

    public InterleavedTasks(Topology topology, bool isCaching)
    {
        var settings = new TaskSettings("test", TimeProvider.System, NullLogger.Instance) { CachingEnabled = isCaching };
        var noGlobalStores = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var subTopology in topology.Graph.SubTopologies())
        {
            for (var partition = 0; partition < Partitions; partition++)
            {
                var task = new StreamTask(new TaskId(subTopology.Number, partition), subTopology, settings, _topics, noGlobalStores);
                _tasks.Add(task);
                _topics.ReadBy(task);
                task.Start();
            }
        }
    }

    public void Pipe(string topic, string key, string? value, long timestampMs) => _topics.WriterOf(topic)
        .Send(Encoding.UTF8.GetBytes(key), value is null ? default : Encoding.UTF8.GetBytes(value), partition: -1, timestampMs, headers: null);

    /// <summary>One of the tasks, chosen at random, processes a record, if one waits for it.</summary>
    public void ProcessOne(Random random) => _tasks[random.Next(_tasks.Count)].Process();

    /// <summary>One of the tasks commits, and so tells what its caches hold back.</summary>
    public void CommitOne(Random random)
    {
        var task = _tasks[random.Next(_tasks.Count)];
        task.PrepareCommit();
        task.PostCommit();
    }

    /// <summary>All that waits is processed and committed, to its last consequence.</summary>
    public void ProcessAll(Random random)
    {
        while (_tasks.Exists(task => task.Partitions.BufferedRecords() > 0 || task.UncommittedBytes > 0))
        {
            ProcessOne(random);
            if (random.Next(4) == 0) CommitOne(random);
        }
    }

    /// <summary>The rows that a topic holds: the last value of each key that was not deleted after.</summary>
    public Dictionary<string, string> Table(string topic)
    {
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var records = _topics.Kept(topic); records.Count > 0; records.RemoveHead())
        {
            ref readonly var record = ref records.Head;
            var key = Encoding.UTF8.GetString(record.Key.Span);
            if (record.HasValue) rows[key] = Encoding.UTF8.GetString(record.Value.Span);
            else rows.Remove(key);
        }
        return rows;
    }

    public void Dispose()
    {
        foreach (var task in _tasks) task.Dispose();
    }
}
