namespace SmartKart.Streams;

/// <summary>A task: one partition of one sub-topology, and the unit that moves between threads and machines.</summary>
/// <param name="SubTopology">The sub-topology, from 0, as <see cref="Topology.Describe"/> numbers them.</param>
/// <param name="Partition">The partition, from 0, of each of its source topics.</param>
public readonly record struct TaskId(int SubTopology, int Partition) : IComparable<TaskId>
{
    /// <inheritdoc />
    public override string ToString() => $"{SubTopology}_{Partition}";

    /// <inheritdoc />
    public int CompareTo(TaskId other) => (SubTopology, Partition).CompareTo((other.SubTopology, other.Partition));

    /// <summary>By sub-topology, then by partition.</summary>
    public static bool operator <(TaskId left, TaskId right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(TaskId left, TaskId right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(TaskId left, TaskId right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(TaskId left, TaskId right) => left.CompareTo(right) >= 0;
}
