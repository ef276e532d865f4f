namespace SmartKart.Serving.Rollouts;

/// <summary>What came of an arm's lists. Counting is thread safe and allocates nothing.</summary>
internal sealed class ArmTally
{
    private long _lists, _faults;

    /// <summary>How many.</summary>
    public long Lists => Interlocked.Read(ref _lists);

    /// <summary>How many of them the model failed to make, or were made on a lower rung than <c>fresh</c>.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Their share; 0 of none.</summary>
    public double FaultShare => Lists == 0 ? 0 : (double)Faults / Lists;

    /// <summary>How long they took.</summary>
    public ListTimes Times { get; } = new();

    /// <summary>Counts a list.</summary>
    public void Count(TimeSpan duration, bool isFault)
    {
        Interlocked.Increment(ref _lists);
        if (isFault) Interlocked.Increment(ref _faults);
        Times.Count(duration);
    }

    /// <summary>Adds another's.</summary>
    public void Add(ArmTally other)
    {
        _lists += other.Lists;
        _faults += other.Faults;
        Times.Add(other.Times);
    }
}
