namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// How long to wait before a retry: exponential, with full jitter, so that clients that failed together do not return together. Safe to share
/// between threads.
/// </summary>
internal sealed class RetryBackoff(TimeSpan first, TimeSpan most, Random jitter)
{
    private readonly Lock _gate = new();       // guards the generator, which is not thread safe

    /// <summary>The wait before a retry.</summary>
    /// <param name="retry">Its number, from 0.</param>
    /// <param name="asked">The least that the service asks for; null where it asks for nothing. Never above the longest wait.</param>
    public TimeSpan Before(int retry, TimeSpan? asked = null)
    {
        var ceiling = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(retry, 30)), most.TotalMilliseconds);
        double part;
        lock (_gate) part = jitter.NextDouble();
        var wait = TimeSpan.FromMilliseconds(ceiling * part);
        return asked > wait ? (asked < most ? asked.Value : most) : wait;
    }
}
