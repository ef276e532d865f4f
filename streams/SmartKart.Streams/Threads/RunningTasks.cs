using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Threads;

/// <summary>The tasks of this instance that process, for queries and metrics. Any thread may look.</summary>
internal sealed class RunningTasks : TaskObserver
{
    private readonly Lock _gate = new(); // guards the changes
    private volatile IReadOnlyList<StreamTask> _running = [];

    /// <summary>The tasks at this moment.</summary>
    public IReadOnlyList<StreamTask> Now => _running;

    public override void Created(TaskId task, bool hadStandby) { }

    public override void Started(StreamTask task, TimeSpan sinceAssigned)
    {
        lock (_gate) _running = [.. _running, task];
    }

    public override void Closed(StreamTask task)
    {
        lock (_gate) _running = [.. _running.Where(each => each != task)];
    }
}
