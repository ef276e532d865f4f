namespace SmartKart.Serving.Rollouts;

/// <summary>
/// Compares a candidate with the champion over the last while: a window that slides by its tenth. Requests count without a lock and without allocating; one
/// thread judges.
/// </summary>
internal sealed class Canary
{
    private const int Slices = 10;

    private readonly RolloutOptions _rollout;
    private readonly TimeProvider _time;
    private readonly Queue<CanaryTally> _past = [];
    private CanaryTally _now = new();
    private long _began;
    private volatile CanaryTally _seen = new();

    public Canary(RolloutOptions rollout, TimeProvider time) => (_rollout, _time, _began) = (rollout, time, time.GetTimestamp());

    /// <summary>What was counted when it was judged last.</summary>
    public CanaryTally Seen => _seen;

    /// <summary>Counts a list.</summary>
    /// <param name="variant">Whose it should have been.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="isFault">Whether the model failed, or the list wasn't <c>fresh</c>.</param>
    public void Count(Variant variant, TimeSpan duration, bool isFault) => Volatile.Read(ref _now).Of(variant).Count(duration, isFault);

    /// <summary>Judges.</summary>
    /// <returns>In what the candidate is worse; null where it isn't.</returns>
    public string? Judge()
    {
        var sum = new CanaryTally();
        foreach (var slice in _past) sum.Add(slice);
        sum.Add(_now);
        _seen = sum;
        Slide();
        return CanaryRule.Worse(sum, _rollout);
    }

    private void Slide()
    {
        if (_time.GetElapsedTime(_began) < TimeSpan.FromSeconds(_rollout.WindowSeconds) / Slices) return;
        _past.Enqueue(_now);
        if (_past.Count == Slices) _past.Dequeue();
        Volatile.Write(ref _now, new CanaryTally());
        _began = _time.GetTimestamp();
    }
}
