namespace SmartKart.FeatureStore.Definitions;

/// <summary>Definitions that cannot be used. Every fault that was found is told at once, a line each, by file and line.</summary>
public sealed class DefinitionException : FeatureStoreException
{
    internal DefinitionException(IEnumerable<DefinitionFault> faults) : this(Sorted(faults)) { }

    private DefinitionException(DefinitionFault[] faults) : base(string.Join('\n', faults.Select(fault => fault.ToString()))) => Faults = faults;

    /// <summary>The faults, at least one, sorted by file, line and column.</summary>
    public IReadOnlyList<DefinitionFault> Faults { get; }

    private static DefinitionFault[] Sorted(IEnumerable<DefinitionFault> faults) =>
    [
        .. faults.OrderBy(fault => fault.At.File, StringComparer.Ordinal).ThenBy(fault => fault.At.Line).ThenBy(fault => fault.At.Column),
    ];
}
