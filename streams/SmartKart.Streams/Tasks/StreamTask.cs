using SmartKart.Kafka;
using SmartKart.Streams.Graph;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Tasks;

/// <summary>
/// One partition of one sub-topology at work: takes records in, processes them by time, and hands over what a commit needs. It knows no
/// consumer and no producer: a stream thread or the test driver moves its records, and decides when it commits. Owned by that thread.
/// </summary>
internal sealed class StreamTask : IDisposable
{
    private readonly TaskContext _context;
    private readonly TaskStores _stores;
    private readonly IReadOnlyList<TaskNode> _nodes;
    private readonly ICommitCallback[] _callbacks;
    private readonly PartitionGroup _partitions;
    private readonly IReadOnlyList<TaskChangelog> _changelogs;
    private bool _isStarted;
    private bool _hasProgress;

    /// <param name="id">Which task.</param>
    /// <param name="subTopology">What it runs.</param>
    /// <param name="settings">The application's.</param>
    /// <param name="collector">Where its records go.</param>
    /// <param name="globalStores">Stores of global tables by name.</param>
    /// <param name="stores">Its stores, where a standby has them open already; it takes them over.</param>
    /// <exception cref="StreamsException">A store could not be opened.</exception>
    public StreamTask(TaskId id, SubTopology subTopology, TaskSettings settings, IRecordCollector collector, IReadOnlyDictionary<string, object> globalStores, TaskStores? stores = null)
    {
        Id = id;
        _context = new TaskContext(id, settings);
        _stores = stores ?? TaskStores.Open(id, subTopology, settings);
        _stores.LateRecordDropped = _context.LateRecordDropped;
        _changelogs = _stores.Changelogs();
        var assembly = new TaskAssembly(subTopology, _context, collector, _stores.All, globalStores);
        _nodes = assembly.Nodes();
        _callbacks = [.. _nodes.Select(node => node.CommitCallback).OfType<ICommitCallback>()];
        _partitions = new PartitionGroup([.. assembly.Sources().OrderBy(source => source.Key, StringComparer.Ordinal)
            .Select(source => source.Value.NewQueue(new TopicPartition(source.Key, id.Partition)))]);
        foreach (var changelog in _changelogs) changelog.Connect(collector);
    }

    public TaskId Id { get; }

    /// <summary>The partitions that it reads.</summary>
    public IEnumerable<TopicPartition> InputPartitions => _partitions.Queues.Select(queue => queue.Partition);

    /// <summary>Its queues, to take records in by and to look at.</summary>
    public PartitionGroup Partitions => _partitions;

    /// <summary>Its stores, in the order their caches are flushed.</summary>
    public IReadOnlyList<ITaskStore> Stores => _stores.All;

    /// <summary>Its stores with the changelog partitions that they are restored from.</summary>
    public IReadOnlyList<TaskChangelog> Changelogs => _changelogs;

    /// <summary>Its nodes, parents before children, for the metrics.</summary>
    public IReadOnlyList<TaskNode> Nodes => _nodes;

    public TaskContext Context => _context;

    /// <summary>It processed, passed over or punctuated something since its last commit.</summary>
    public bool NeedsCommit
    {
        get
        {
            if (_hasProgress) return true;
            foreach (var queue in _partitions.Queues)
                if (queue.HasPassedOver) return true;
            return false;
        }
    }

    /// <summary>What its stores hold uncommitted, in bytes.</summary>
    public long UncommittedBytes
    {
        get
        {
            long bytes = 0;
            foreach (var store in Stores) bytes += store.UncommittedBytes;
            return bytes;
        }
    }

    /// <summary>Takes up a partition where the last commit left it, and with its time stream time. Before it starts.</summary>
    public void Restore(TopicPartition partition, CommittedPlace committed)
    {
        _partitions.QueueOf(partition)?.Restore(committed);
        _context.AdvanceStreamTime(committed.TimeMs);
    }

    /// <summary>Begins: its state is restored.</summary>
    public void Start()
    {
        _isStarted = true;
        foreach (var node in _nodes) node.Init();
    }

    /// <summary>Processes the record that comes next by time.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Process()
    {
        var queue = _partitions.Next();
        if (queue is null) return false;
        _hasProgress = true;
        queue.ProcessHead();
        _context.PunctuateStreamTime();
        return true;
    }

    /// <summary>Calls back what is due by the wall clock.</summary>
    public void PunctuateWallClock(long nowMs)
    {
        if (nowMs < _context.NextWallClockDueMs) return;
        _hasProgress = true;
        _context.PunctuateWallClock(nowMs);
    }

    /// <summary>The first half of a commit: all that is held back goes downstream and into the changelogs.</summary>
    public void PrepareCommit()
    {
        foreach (var store in Stores) store.FlushCache();
        foreach (var callback in _callbacks) callback.OnCommitting();
        foreach (var changelog in _changelogs) changelog.Write();
    }

    /// <summary>The offsets to commit, with the partitions' times: per partition the next to read, where anything was read.</summary>
    public IEnumerable<OffsetAndMetadata> OffsetsToCommit() => _partitions.Queues
        .Where(queue => queue.NextOffset is not null)
        .Select(queue => new OffsetAndMetadata(
            queue.Partition.At(queue.NextOffset.GetValueOrDefault()), queue.PartitionTimeMs < 0 ? null : PartitionTime.Encode(queue.PartitionTimeMs)));

    /// <summary>The second half: offsets and changelogs are committed, so what was written becomes the committed state.</summary>
    public void PostCommit()
    {
        foreach (var changelog in _changelogs) changelog.Commit();
        foreach (var queue in _partitions.Queues) queue.HasPassedOver = false;
        _hasProgress = false;
        _context.CommitRequested = false;
        foreach (var callback in _callbacks) callback.OnCommitted();
    }

    /// <summary>Ends: processors first, then stores. What is uncommitted is forgotten.</summary>
    public void Dispose()
    {
        try
        {
            CloseNodes();
        }
        finally
        {
            _stores.Dispose();
        }
    }

    /// <summary>Ends as <see cref="Dispose"/> does, but leaves the stores open, as they were committed, for a standby, or the task's next life, to go on with.</summary>
    public TaskStores EndAndKeepStores()
    {
        try
        {
            CloseNodes();
            foreach (var store in Stores) store.Rollback();
            return _stores;
        }
        catch
        {
            _stores.Dispose();
            throw;
        }
    }

    private void CloseNodes()
    {
        if (!_isStarted) return;
        foreach (var node in _nodes) node.Close();
    }
}
