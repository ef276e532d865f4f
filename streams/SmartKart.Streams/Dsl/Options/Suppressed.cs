namespace SmartKart.Streams;

/// <summary>Which changes of a table are held back, for how long, and in how much memory.</summary>
public sealed record Suppressed
{
    private Suppressed() { }

    /// <summary>Until the window has closed; otherwise for <see cref="Wait"/>.</summary>
    internal bool UntilClosed { get; private init; }

    /// <summary>How long changes of a key are held back.</summary>
    internal TimeSpan Wait { get; private init; }

    /// <summary>How many keys may be held back.</summary>
    public long MaxRecords { get; init; } = long.MaxValue;

    /// <summary>How many bytes may be held back.</summary>
    public long MaxBytes { get; init; } = long.MaxValue;

    /// <summary>
    /// What happens where more would have to be held back: the oldest go out early, or, where that would be wrong (a window's final
    /// result), the task fails.
    /// </summary>
    public bool EmitEarlyWhenFull { get; init; }

    /// <summary>The operator's name.</summary>
    public string? Name { get; init; }

    /// <summary>A windowed table's rows come once, when their window has closed: stream time passed its end and grace.</summary>
    public static Suppressed UntilWindowCloses() => new() { UntilClosed = true };

    /// <summary>Of a key's changes only the last comes, that long (by stream time) after the first that was held back.</summary>
    public static Suppressed UntilTimeLimit(TimeSpan wait) => new() { Wait = wait, EmitEarlyWhenFull = true };
}
