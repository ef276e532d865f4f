namespace SmartKart.Streams.State;

/// <summary>The state of one task under one name: a processor's, or a table's. Used by its task's thread alone.</summary>
public interface IStateStore
{
    /// <summary>Its name in the topology.</summary>
    string Name { get; }

    /// <summary>Whether it outlives the process on this machine's disk. What it holds is restored from its changelog either way.</summary>
    bool IsPersistent { get; }
}
