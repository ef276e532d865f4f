namespace SmartKart.Backfill.Simulation;

/// <summary>
/// The clock of a discrete-event simulation. A process is a sequence of waits: what it does between two of them happens at one instant.
/// The agenda
/// runs the process whose wait is over first, so everything happens in time order, and each process reads as a script.
/// </summary>
internal sealed class Agenda(DateTimeOffset start)
{
    // Those that wake at the same instant run in the order in which they went to sleep: nothing is left to chance.
    private readonly PriorityQueue<IEnumerator<TimeSpan>, (DateTimeOffset At, long Turn)> _waiting = new();
    private long _turns;

    internal DateTimeOffset Now { get; private set; } = start;

    internal void Start(TimeSpan delay, IEnumerable<TimeSpan> process) => Sleep(delay, process.GetEnumerator());

    /// <summary>Lets the next process run to its next wait; false when all have ended.</summary>
    internal bool Step()
    {
        if (!_waiting.TryDequeue(out var process, out var due)) return false;
        Now = due.At;
        if (process.MoveNext()) Sleep(process.Current, process);
        else process.Dispose();
        return true;
    }

    private void Sleep(TimeSpan delay, IEnumerator<TimeSpan> process) => _waiting.Enqueue(process, (Now + delay, _turns++));
}
