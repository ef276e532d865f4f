namespace SmartKart.Backfill.Simulation;

/// <summary>
/// The clock of a discrete-event simulation. A process is a sequence of waits: what it does between two of them happens at one instant.
/// The agenda runs the process whose wait is over first, so everything happens in time order, and each process reads as a script.
/// </summary>
/// <param name="start">When it begins.</param>
/// <param name="end">What would happen then or later is not told.</param>
/// <param name="shift">How much later than it happens everything is told to have happened: a history that is moved in time stays the same one.</param>
internal sealed class Agenda(DateTimeOffset start, DateTimeOffset end, TimeSpan shift = default)
{
    // Those that wake at the same instant run in the order in which they went to sleep: nothing is left to chance.
    private readonly PriorityQueue<IEnumerator<TimeSpan>, (DateTimeOffset At, long Turn)> _waiting = new();
    private long _turns;

    internal DateTimeOffset Start { get; } = start;

    internal DateTimeOffset Now { get; private set; } = start;

    /// <summary>Now, as events say it.</summary>
    internal DateTimeOffset Told => Now + shift;

    /// <summary>Days since the start, as curves over time need it.</summary>
    internal double Day => (Now - Start).TotalDays;

    /// <summary>An instant as events say it.</summary>
    internal DateTimeOffset Tell(DateTimeOffset at) => at + shift;

    internal void Begin(TimeSpan delay, IEnumerable<TimeSpan> process) => Sleep(delay, process.GetEnumerator());

    /// <summary>Lets the next process run to its next wait; false when all have ended, or the end is reached.</summary>
    internal bool Step()
    {
        if (!_waiting.TryDequeue(out var process, out var due)) return false;
        Now = due.At;
        if (process.MoveNext()) Sleep(process.Current, process);
        else process.Dispose();
        return true;
    }

    // What sleeps past the end is forgotten at once: a month of deliveries to come would only take room.
    private void Sleep(TimeSpan delay, IEnumerator<TimeSpan> process)
    {
        var at = Now + delay;
        if (at < end) _waiting.Enqueue(process, (at, _turns++));
        else process.Dispose();
    }
}
