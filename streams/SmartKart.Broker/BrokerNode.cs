namespace SmartKart.Broker;

/// <summary>What the one broker is to its clients.</summary>
internal static class BrokerNode
{
    /// <summary>Its number, and that of every partition's leader, every group's coordinator and the controller.</summary>
    public const int Id = 1;

    /// <summary>Every operation that Kafka can authorise, as a bit field: nothing is forbidden to who has been let in.</summary>
    public const int AllOperations = 0b1111_1111_1000;

    /// <summary>The bit field that says nobody asked.</summary>
    public const int NotAsked = int.MinValue;
}
