namespace SmartKart.Serving.Access;

/// <summary>
/// A token bucket: full at first, refilled at a rate, a token for each request. Kept as one number, the time at which it is full again (GCRA: ITU-T I.371,
/// annex A), so that a request costs one exchange and no allocation. Thread safe. Hot path.
/// </summary>
internal sealed class TokenBucket
{
    private readonly TimeProvider _time;
    private readonly long _perToken, _spare;        // in the provider's ticks: between two tokens, and what a full bucket is ahead of an empty one
    private long _fullAt = long.MinValue;

    /// <param name="perSecond">Tokens that come back in a second; above 0.</param>
    /// <param name="burst">Tokens of a full bucket; 1 or more.</param>
    /// <param name="time">Tells the time by its timestamps.</param>
    public TokenBucket(double perSecond, int burst, TimeProvider time)
    {
        _time = time;
        _perToken = Math.Max(1, (long)(time.TimestampFrequency / perSecond));
        _spare = _perToken * (burst - 1);
    }

    /// <summary>Takes a token.</summary>
    /// <param name="wait">How long until there is one, where there is none.</param>
    public bool TryTake(out TimeSpan wait)
    {
        var now = _time.GetTimestamp();
        while (true)
        {
            var seen = Volatile.Read(ref _fullAt);
            var from = Math.Max(seen, now);
            if (from - now > _spare)
            {
                wait = _time.GetElapsedTime(0, from - now - _spare);
                return false;
            }
            if (Interlocked.CompareExchange(ref _fullAt, from + _perToken, seen) != seen) continue;     // another request came between
            wait = TimeSpan.Zero;
            return true;
        }
    }
}
