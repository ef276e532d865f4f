namespace SmartKart.Streams.Threads;

/// <summary>
/// Which tasks of this process are open. A partition that one thread lost may come to another before the first has closed its task, and
/// both would write to one folder. Any thread.
/// </summary>
internal sealed class TaskLocks
{
    private readonly Lock _gate = new(); // guards the set
    private readonly HashSet<TaskId> _open = [];

    /// <summary>Takes the task; false while somebody else has it.</summary>
    public bool TryTake(TaskId task)
    {
        lock (_gate) return _open.Add(task);
    }

    public void Release(TaskId task)
    {
        lock (_gate) _open.Remove(task);
    }
}
