namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>The faults found so far. Reading goes on after one, so that an author sees them all at once.</summary>
internal sealed class FaultList
{
    private readonly List<DefinitionFault> _faults = [];

    private int _metAgain;

    /// <summary>Grows with each fault, and with each refused value that is met again: what was read while it grew is not to be used.</summary>
    internal int Count => _faults.Count + _metAgain;

    /// <summary>Notes that something refused already is part of what is being read, which is broken too but needs no fault of its own.</summary>
    internal void MeetAgain() => _metAgain++;

    internal void Add(DefinitionPosition at, string key, string problem) => _faults.Add(new DefinitionFault(at, key, problem));

    /// <exception cref="DefinitionException">There is a fault.</exception>
    internal void ThrowIfAny()
    {
        if (_faults.Count > 0) throw new DefinitionException(_faults);
    }
}
