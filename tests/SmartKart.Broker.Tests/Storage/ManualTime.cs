namespace SmartKart.Broker.Tests.Storage;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class ManualTime(long startMs) : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.FromUnixTimeMilliseconds(startMs);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
