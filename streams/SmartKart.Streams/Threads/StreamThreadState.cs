namespace SmartKart.Streams.Threads;

/// <summary>What a thread does at the moment.</summary>
internal enum StreamThreadState
{
    /// <summary>It opens its clients.</summary>
    Starting,

    /// <summary>It waits for its partitions, or restores tasks.</summary>
    Rebalancing,

    /// <summary>All its tasks process.</summary>
    Running,

    /// <summary>It has ended.</summary>
    Dead,
}
