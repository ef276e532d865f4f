namespace SmartKart.Topologies.Features.Delivery;

/// <summary>Now, of a history that is replayed as it was: the time of the newest event that was seen. Thread safe.</summary>
internal sealed class StreamClock : TimeProvider
{
    private long _newest;       // microseconds since 1970

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMicroseconds(Volatile.Read(ref _newest));

    /// <summary>There is an event of that time.</summary>
    public void Observe(long newest)
    {
        for (var seen = Volatile.Read(ref _newest); newest > seen;)
        {
            var found = Interlocked.CompareExchange(ref _newest, newest, seen);
            if (found == seen) return;
            seen = found;
        }
    }
}
