using System.Diagnostics;

namespace SmartKart.Backfill.Replay.Pacing;

/// <summary>
/// Says of each event how long it is not due yet. The pace counts from the first event of the run, so what a stop took is not made up for; what the
/// broker is slow to take is. Hot path: per event.
/// </summary>
/// <param name="pace">The pace.</param>
/// <param name="clock">What it is kept by.</param>
internal sealed class Pacer(ReplayPace pace, TimeProvider clock)
{
    private DateTimeOffset _first;
    private long _began;
    private long _events;
    private TimeSpan _elapsed; // when the clock was asked last: what is due by then needs no asking

    /// <summary>How long until the next event is due; zero or less where it is.</summary>
    /// <param name="occurredAt">Its own time.</param>
    public TimeSpan UntilDue(DateTimeOffset occurredAt)
    {
        if (pace is ReplayPace.Unpaced) return TimeSpan.Zero;
        if (_events++ == 0) (_first, _began) = (occurredAt, clock.GetTimestamp());
        var due = pace switch
        {
            ReplayPace.Fixed rate => TimeSpan.FromSeconds((_events - 1) / rate.EventsPerSecond),
            ReplayPace.Original speed => (occurredAt - _first) / speed.Factor,
            _ => throw new UnreachableException($"No such pace: {pace}"),
        };
        if (due > _elapsed) _elapsed = clock.GetElapsedTime(_began);
        return due - _elapsed;
    }
}
