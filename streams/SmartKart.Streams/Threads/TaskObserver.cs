using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Threads;

/// <summary>Is told of each task that comes and goes: for the metrics, the queries, and whoever measures rebalances. Called by the tasks' threads.</summary>
internal abstract class TaskObserver
{
    /// <summary>A task was made.</summary>
    /// <param name="task">Which; its stores may not be whole yet.</param>
    /// <param name="hadStandby">Its state was here already, kept up to date by a standby.</param>
    public abstract void Created(StreamTask task, bool hadStandby);

    /// <summary>A task processes.</summary>
    /// <param name="task">Which.</param>
    /// <param name="thread">On which thread.</param>
    /// <param name="sinceAssigned">How long after its partitions came.</param>
    public abstract void Started(StreamTask task, string thread, TimeSpan sinceAssigned);

    /// <summary>A task is about to be closed.</summary>
    public abstract void Closed(StreamTask task);
}
