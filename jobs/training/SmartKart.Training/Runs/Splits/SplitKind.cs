namespace SmartKart.Training.Runs.Splits;

/// <summary>By what protocol a history is parted.</summary>
public enum SplitKind
{
    /// <summary>By time: what comes later is held out. The only one that asks what serving asks, to tell tomorrow from today.</summary>
    Time,
    /// <summary>A share of each user's products, by chance.</summary>
    Ratio,
    /// <summary>Each user's last product for the test, the one before for the validation.</summary>
    LeaveOneOut,
}

/// <summary>Their names.</summary>
public static class SplitNames
{
    /// <summary>All, with what configurations write.</summary>
    public static IReadOnlyList<(string Name, SplitKind Kind)> All { get; } =
        [("time", SplitKind.Time), ("ratio", SplitKind.Ratio), ("leave_one_out", SplitKind.LeaveOneOut)];

    /// <summary>As configurations write it.</summary>
    public static string Name(this SplitKind kind) => All.First(each => each.Kind == kind).Name;
}
