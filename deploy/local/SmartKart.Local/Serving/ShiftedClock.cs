namespace SmartKart.Local.Serving;

/// <summary>A clock that began at an instant of its own, and goes on as the machine's does: for a history that was replayed with its own times.</summary>
/// <param name="beganAt">What it was when it was made.</param>
internal sealed class ShiftedClock(DateTimeOffset beganAt) : TimeProvider
{
    /// <summary>How far it is from the machine's; less than 0 where it is behind.</summary>
    public TimeSpan Shift { get; } = beganAt - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
