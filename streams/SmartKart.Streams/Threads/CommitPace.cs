namespace SmartKart.Streams.Threads;

/// <summary>
/// When a thread commits: every so often, and less often while it has so much to catch up with that nobody could see the results of its last records any
/// sooner. What is written for a key between two commits is written once, so each spared commit spares stores, changelogs and what reads them work.
/// Owned by its thread.
/// </summary>
/// <param name="interval">How often it commits.</param>
/// <param name="catchUpInterval">How often while it is that far behind; not shorter.</param>
/// <param name="time">What tells how much time has passed.</param>
internal sealed class CommitPace(TimeSpan interval, TimeSpan catchUpInterval, TimeProvider time)
{
    // Who just started is slow, and not far behind for that.
    private const long LeastBacklog = 1_000;

    private long _committedAt = time.GetTimestamp();
    private long _processed;
    private TimeSpan _busy;
    private bool _isFarBehind;

    /// <summary>How long it may process until the next commit; zero or less where that is due.</summary>
    public TimeSpan UntilDue => (_isFarBehind ? catchUpInterval : interval) - time.GetElapsedTime(_committedAt);

    /// <summary>Records were processed, in so much time.</summary>
    public void Processed(long records, TimeSpan busy) => (_processed, _busy) = (_processed + records, _busy + busy);

    /// <summary>A commit is over.</summary>
    /// <param name="backlog">How many records wait to be processed.</param>
    public void Committed(long backlog)
    {
        // As fast as it processes when it does: one that mostly waits for records soon makes up for a stall.
        _isFarBehind = backlog > LeastBacklog && backlog * _busy.TotalSeconds > _processed * catchUpInterval.TotalSeconds;
        (_committedAt, _processed, _busy) = (time.GetTimestamp(), 0, TimeSpan.Zero);
    }
}
