namespace SmartKart.Topologies.Watermarks;

/// <summary>Notices by the wall clock that nothing comes from an input. It is asked now and then, so that records cost no look at the clock.</summary>
internal sealed class QuietInput(TimeSpan quietAfter, long nowMs)
{
    private readonly long _quietAfterMs = (long)quietAfter.TotalMilliseconds;
    private long _quietSinceMs = nowMs;
    private bool _spoke;

    /// <summary>Something came.</summary>
    public void Spoke() => _spoke = true;

    /// <summary>Whether nothing came for long enough; then not again until as much time has passed.</summary>
    public bool IsQuiet(long nowMs)
    {
        if (_spoke)
        {
            (_spoke, _quietSinceMs) = (false, nowMs);
            return false;
        }
        if (nowMs - _quietSinceMs < _quietAfterMs) return false;
        _quietSinceMs = nowMs;
        return true;
    }
}
