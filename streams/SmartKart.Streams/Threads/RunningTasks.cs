using SmartKart.Kafka;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Threads;

/// <summary>The tasks of this instance, for queries and for whoever wants to know when a task goes on. Any thread may look.</summary>
/// <param name="committedOnly">Queries see only what is committed: the rest might be taken back.</param>
internal sealed class RunningTasks(bool committedOnly) : TaskObserver
{
    private readonly Lock _gate = new(); // guards the fields below
    private readonly Dictionary<TaskId, (bool HadStandby, IReadOnlySet<string> Stores)> _restoring = [];
    private readonly SortedDictionary<TaskId, Dictionary<string, Lazy<object>>> _views = [];
    private readonly Dictionary<TaskId, StreamTask> _running = [];

    /// <summary>A task goes on. Called by its thread, which must not wait.</summary>
    public Action<TaskStart>? TaskStarted { get; set; }

    /// <summary>The parts of a store on this instance, in the order of the tasks.</summary>
    /// <exception cref="InvalidStateStoreException">Some part is being restored.</exception>
    public IReadOnlyList<object> ViewsOf(string store)
    {
        lock (_gate)
        {
            foreach (var (task, restoring) in _restoring)
                if (restoring.Stores.Contains(store))
                    throw new InvalidStateStoreException(store, $"The state store '{store}' of task {task} is being restored on this instance. Ask again when it runs.");
            var views = new List<object>();
            foreach (var stores in _views.Values)
                if (stores.TryGetValue(store, out var view)) views.Add(view.Value);
            return views.Count > 0 ? views : throw new InvalidStateStoreException(
                store, $"No task with the state store '{store}' runs on this instance. Ask again when it runs, or ask the instance that the key's metadata names.");
        }
    }

    /// <summary>Up to where the partitions of this instance's tasks are committed, and queries see it; those of which no record was taken are left out.</summary>
    public IReadOnlyDictionary<TopicPartition, long> CommittedOffsets()
    {
        lock (_gate)
        {
            return _running.Values.SelectMany(task => task.Partitions.Queues)
                .Where(queue => queue.CommittedOffset >= 0)
                .ToDictionary(queue => queue.Partition, queue => queue.CommittedOffset);
        }
    }

    /// <summary>How many tasks process, and how many wait for their state.</summary>
    public (int Running, int Restoring) Counts
    {
        get { lock (_gate) return (_running.Count, _restoring.Count); }
    }

    /// <summary>Looks at each task that processes, none of which is closed meanwhile.</summary>
    /// <param name="look">Must be quick, and take only what other threads may read.</param>
    public IReadOnlyList<T> Look<T>(Func<StreamTask, IEnumerable<T>> look)
    {
        lock (_gate) return [.. _running.Values.SelectMany(look)];
    }

    public override void Created(StreamTask task, bool hadStandby)
    {
        lock (_gate) _restoring[task.Id] = (hadStandby, task.Stores.Select(store => store.Name).ToHashSet(StringComparer.Ordinal));
    }

    public override void Started(StreamTask task, string thread, TimeSpan sinceAssigned)
    {
        // Most stores are never asked, and an operator's own bookkeeping can't be.
        var views = task.Stores.ToDictionary(store => store.Name, store => new Lazy<object>(() => store.ReadOnlyView(committedOnly)), StringComparer.Ordinal);
        bool hadStandby;
        lock (_gate)
        {
            hadStandby = _restoring.Remove(task.Id, out var restoring) && restoring.HadStandby;
            _views[task.Id] = views;
            _running[task.Id] = task;
        }
        TaskStarted?.Invoke(new TaskStart(task.Id, thread, hadStandby, sinceAssigned));
    }

    public override void Closed(StreamTask task)
    {
        lock (_gate)
        {
            _restoring.Remove(task.Id);
            _views.Remove(task.Id);
            _running.Remove(task.Id);
        }
    }
}
