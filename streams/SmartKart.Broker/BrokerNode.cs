namespace SmartKart.Broker;

/// <summary>What the one broker is to its clients.</summary>
internal static class BrokerNode
{
    /// <summary>Its number, and that of every partition's leader, every group's coordinator and the controller.</summary>
    public const int Id = 1;

    // Kafka's AclOperation, as bits.
    private const int Read = 1 << 3, Write = 1 << 4, Create = 1 << 5, Delete = 1 << 6, Alter = 1 << 7, Describe = 1 << 8;
    private const int ClusterAction = 1 << 9, DescribeConfigs = 1 << 10, AlterConfigs = 1 << 11, IdempotentWrite = 1 << 12;

    /// <summary>Every operation on a topic, as a bit field: nothing is forbidden to who has been let in.</summary>
    public const int TopicOperations = Read | Write | Create | Delete | Alter | Describe | DescribeConfigs | AlterConfigs;

    /// <summary>Every operation on a cluster, likewise.</summary>
    public const int ClusterOperations = Create | Alter | Describe | ClusterAction | DescribeConfigs | AlterConfigs | IdempotentWrite;

    /// <summary>The bit field that says nobody asked.</summary>
    public const int NotAsked = int.MinValue;
}
