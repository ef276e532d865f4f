namespace SmartKart.Streams.Testing;

/// <summary>A wall clock that stands still until it is told to move.</summary>
internal sealed class DriverClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
