namespace SmartKart.Backfill.Histories.Mapping;

/// <summary>A mapping that cannot be used. Every fault that was found is told at once, a line each. No event was made.</summary>
public sealed class MappingException : BackfillException
{
    internal MappingException(IEnumerable<MappingFault> faults, Exception? cause = null)
        : this([.. faults.OrderBy(fault => fault.At.Line).ThenBy(fault => fault.At.Column)], cause) { }

    private MappingException(MappingFault[] faults, Exception? cause)
        : base(string.Join("\n", faults.Select(fault => fault.ToString())), cause) => Faults = faults;

    /// <summary>The faults, at least one, in the file's order.</summary>
    public IReadOnlyList<MappingFault> Faults { get; }
}

/// <summary>What is wrong in a mapping, where, and what to write.</summary>
/// <param name="At">Where.</param>
/// <param name="Key">The key that it is about, such as <c>fields.user_id</c>; empty for the whole.</param>
/// <param name="Problem">What is wrong, and the remedy.</param>
public sealed record MappingFault(MappingPosition At, string Key, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() => Key.Length == 0 ? $"{At}: {Problem}" : $"{At}: {Key}: {Problem}";
}

/// <summary>A place in a mapping's file.</summary>
/// <param name="File">As its reader named it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
public readonly record struct MappingPosition(string File, int Line, int Column)
{
    /// <summary>As editors and terminals know it: <c>file:line:column</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
