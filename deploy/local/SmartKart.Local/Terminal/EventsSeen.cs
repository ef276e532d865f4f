namespace SmartKart.Local.Terminal;

/// <summary>Turns "so many so far" into "so many more", on the thread that reports.</summary>
internal sealed class EventsSeen(IWorkStep step) : IProgress<long>
{
    private long _seen;

    public void Report(long value)
    {
        step.Advance(value - _seen);
        _seen = value;
    }
}
