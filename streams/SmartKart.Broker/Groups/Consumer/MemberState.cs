namespace SmartKart.Broker.Groups.Consumer;

/// <summary>Where a member of a consumer group is on its way to its target. Kafka's numbers: they are on disk.</summary>
internal enum MemberState
{
    /// <summary>It has its target, or nothing stands between them.</summary>
    Stable = 0,

    /// <summary>It must first give partitions up, and say so.</summary>
    UnrevokedPartitions = 1,

    /// <summary>Partitions of its target are still with others.</summary>
    UnreleasedPartitions = 2,
}
