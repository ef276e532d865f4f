namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>The faults found so far. Reading goes on after one, so that an author sees them all at once.</summary>
internal sealed class FaultList
{
    private readonly List<DefinitionFault> _faults = [];

    internal int Count => _faults.Count;

    internal void Add(DefinitionPosition at, string key, string problem) => _faults.Add(new DefinitionFault(at, key, problem));

    /// <exception cref="DefinitionException">There is a fault.</exception>
    internal void ThrowIfAny()
    {
        if (_faults.Count > 0) throw new DefinitionException(_faults);
    }
}
