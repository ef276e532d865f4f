namespace SmartKart.Schemas.Registry;

/// <summary>
/// How long to wait before asking again: exponential with full jitter, so that clients which failed together do not come back together
/// (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015; Confluent's client does the same).
/// Safe to share between threads.
/// </summary>
internal sealed class RetryBackoff(TimeSpan first, TimeSpan most, Random jitter)
{
    private readonly Lock _jitterGate = new();      // a Random is not safe to share

    /// <summary>The wait before a retry.</summary>
    /// <param name="retry">How many retries came before, from 0.</param>
    /// <param name="asked">What the registry asked for with <c>Retry-After</c>, if it did.</param>
    /// <returns>Null where the registry asks for more patience than there is.</returns>
    public TimeSpan? Before(int retry, TimeSpan? asked)
    {
        if (asked > most) return null;
        var ceiling = Math.Min(most.Ticks, first.Ticks * Math.Pow(2, retry));
        double part;
        lock (_jitterGate) part = 1 - jitter.NextDouble();      // above 0: a wait of nothing would be no backoff
        var wait = TimeSpan.FromTicks((long)(ceiling * part));
        return asked > wait ? asked : wait;
    }
}
